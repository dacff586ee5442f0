/**
 * The framing of a TFRecord file (tensorflow/core/lib/io/record_writer.h): u64 length, u32 masked CRC-32C of those eight bytes,
 * the data, u32 masked CRC-32C of the data; all little-endian.
 */
import crc32c from 'crc-32/crc32c.js'

const delta = 0xa282ead8

/** Rotated right by 15 bits, plus a constant: the CRC of data that holds CRCs is then no weaker. */
export function maskedCrc(bytes: Uint8Array): number {
  const crc = crc32c.buf(bytes) >>> 0
  return (((crc >>> 15) | (crc << 17)) + delta) >>> 0
}

const header = 12
const footer = 4

export function record(data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(header + data.length + footer)
  const view = new DataView(bytes.buffer)
  view.setBigUint64(0, BigInt(data.length), true)
  view.setUint32(8, maskedCrc(bytes.subarray(0, 8)), true)
  bytes.set(data, header)
  view.setUint32(header + data.length, maskedCrc(data), true)
  return bytes
}

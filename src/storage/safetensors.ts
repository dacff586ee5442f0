/**
 * The safetensors format: 8 bytes little-endian length of the header, the header as JSON
 * (`name → { dtype, shape, data_offsets }`, and `__metadata__` of strings), then the values, row-major.
 */
import { elementCount, type DType, type Tensor } from '../types/tensor.js'

const names = { f32: 'F32', i64: 'I64', u8: 'U8', s8: 'I8', s32: 'I32', bool: 'BOOL' } as const satisfies Record<DType, string>

const arrays: Readonly<Record<string, (buffer: ArrayBuffer, shape: readonly number[]) => Tensor>> = {
  F32: (buffer, shape) => ({ dtype: 'f32', shape, data: new Float32Array(buffer) }),
  I64: (buffer, shape) => ({ dtype: 'i64', shape, data: new BigInt64Array(buffer) }),
  U8: (buffer, shape) => ({ dtype: 'u8', shape, data: new Uint8Array(buffer) }),
  I8: (buffer, shape) => ({ dtype: 's8', shape, data: new Int8Array(buffer) }),
  I32: (buffer, shape) => ({ dtype: 's32', shape, data: new Int32Array(buffer) }),
  BOOL: (buffer, shape) => ({ dtype: 'bool', shape, data: new Uint8Array(buffer) }),
}

interface Entry {
  readonly dtype: string
  readonly shape: readonly number[]
  readonly data_offsets: readonly [number, number]
}

export function writeSafetensors(tensors: ReadonlyMap<string, Tensor>, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
  const header: Record<string, unknown> = Object.keys(metadata).length === 0 ? {} : { __metadata__: metadata }
  let end = 0
  for (const [name, { dtype, shape, data }] of tensors) {
    header[name] = { dtype: names[dtype], shape, data_offsets: [end, end + data.byteLength] }
    end += data.byteLength
  }
  const text = new TextEncoder().encode(JSON.stringify(header))
  // Padded with spaces, so that the values begin at a multiple of 8.
  const begin = 8 + Math.ceil(text.length / 8) * 8
  const bytes = new Uint8Array(begin + end).fill(0x20, 8, begin)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(begin - 8), true)
  bytes.set(text, 8)
  let offset = begin
  for (const { data } of tensors.values()) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset)
    offset += data.byteLength
  }
  return bytes
}

/** Throws an `Error` that says what is wrong where the bytes are not a whole safetensors file. */
export function readSafetensors(file: Uint8Array): Map<string, Tensor> {
  // Not Node's Buffer, whose `slice` would give a view.
  const bytes = new Uint8Array(file.buffer, file.byteOffset, file.byteLength)
  if (bytes.length < 8) throw new Error('it is too short for its header')
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(0, true))
  if (length > bytes.length - 8) throw new Error('it ends within its header')
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as Record<string, Entry>
  const values = bytes.subarray(8 + length)
  const tensors = new Map<string, Tensor>()
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue
    const [begin, end] = entry.data_offsets
    const read = arrays[entry.dtype]
    if (read === undefined) throw new Error(`\`${name}\` has the type ${entry.dtype}, which is not read`)
    if (end > values.length) throw new Error('it ends within its values')
    // A copy of its own: the place in the file need not suit the element's alignment.
    const tensor = read(values.slice(begin, end).buffer, entry.shape)
    if (tensor.data.length !== elementCount(entry.shape)) throw new Error(`\`${name}\` has not as many values as its shape says`)
    tensors.set(name, tensor)
  }
  return tensors
}

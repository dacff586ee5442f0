/**
 * The safetensors format: 8 bytes little-endian length of the header, the header as JSON
 * (`name → { dtype, shape, data_offsets }`, and `__metadata__` of strings), then the values, row-major.
 */
import { f32FromBf16, f32FromF16 } from '../types/half.js'
import { elementCount, type DType, type Tensor } from '../types/tensor.js'

const names = { f32: 'F32', i64: 'I64', u8: 'U8', s8: 'I8', s32: 'I32', bool: 'BOOL' } as const satisfies Record<DType, string>

interface Stored {
  readonly bytes: number
  readonly read: (buffer: ArrayBuffer, shape: readonly number[]) => Tensor
}

const f32 = (data: Float32Array, shape: readonly number[]): Tensor => ({ dtype: 'f32', shape, data })

/** What is read, by the file's name of it. Floats of other widths become f32. */
const stored: ReadonlyMap<string, Stored> = new Map<string, Stored>([
  ['F32', { bytes: 4, read: (buffer, shape) => f32(new Float32Array(buffer), shape) }],
  ['F16', { bytes: 2, read: (buffer, shape) => f32(f32FromF16(new Uint16Array(buffer)), shape) }],
  ['BF16', { bytes: 2, read: (buffer, shape) => f32(f32FromBf16(new Uint16Array(buffer)), shape) }],
  ['F64', { bytes: 8, read: (buffer, shape) => f32(Float32Array.from(new Float64Array(buffer)), shape) }],
  ['I64', { bytes: 8, read: (buffer, shape) => ({ dtype: 'i64', shape, data: new BigInt64Array(buffer) }) }],
  ['U8', { bytes: 1, read: (buffer, shape) => ({ dtype: 'u8', shape, data: new Uint8Array(buffer) }) }],
  ['I8', { bytes: 1, read: (buffer, shape) => ({ dtype: 's8', shape, data: new Int8Array(buffer) }) }],
  ['I32', { bytes: 4, read: (buffer, shape) => ({ dtype: 's32', shape, data: new Int32Array(buffer) }) }],
  ['BOOL', { bytes: 1, read: (buffer, shape) => ({ dtype: 'bool', shape, data: new Uint8Array(buffer) }) }],
])

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

/** Where a tensor lies in a file, and as what. */
export interface TensorEntry {
  /** As the file says it: `F32`, `BF16`. */
  readonly type: string
  readonly shape: readonly number[]
  /** In bytes, from the beginning of the file; `end` is exclusive. */
  readonly begin: number
  readonly end: number
}

/** Bytes that say how long the header is. */
export const prefixLength = 8

/** The length of the header by the first bytes of a file of `size` bytes. Throws an `Error` that says what is wrong. */
export function headerLength(prefix: Uint8Array, size: number): number {
  if (prefix.length < prefixLength) throw new Error('it is too short for its header')
  const length = Number(new DataView(prefix.buffer, prefix.byteOffset, prefix.byteLength).getBigUint64(0, true))
  if (length > size - prefixLength) throw new Error('it ends within its header')
  return length
}

const isSize = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
const isSizes = (value: unknown): value is readonly number[] => Array.isArray(value) && value.every(isSize)

/** The tensors by name that a header tells of. Throws an `Error` that says what is wrong. */
export function readHeader(header: Uint8Array, size: number): ReadonlyMap<string, TensorEntry> {
  const first = prefixLength + header.length
  const parsed = parseHeader(header)
  return new Map(
    Object.entries(parsed).flatMap(([name, entry]): (readonly [string, TensorEntry])[] => {
      if (name === '__metadata__') return []
      const { dtype, shape, data_offsets: offsets }: Readonly<Record<string, unknown>> = typeof entry === 'object' && entry !== null ? { ...entry } : {}
      const [begin, end] = isSizes(offsets) ? offsets : []
      if (typeof dtype !== 'string' || !isSizes(shape) || begin === undefined || end === undefined || begin > end) throw new Error(`its header says nothing sound of \`${name}\``)
      if (end > size - first) throw new Error('it ends within its values')
      const bytes = stored.get(dtype)?.bytes
      if (bytes !== undefined && elementCount(shape) * bytes !== end - begin) throw new Error(`\`${name}\` has not as many values as its shape says`)
      return [[name, { type: dtype, shape, begin: first + begin, end: first + end }]]
    }),
  )
}

function parseHeader(header: Uint8Array): object {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(header))
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed
  } catch {
    // As for a header of another kind.
  }
  throw new Error('its header is not the JSON of a safetensors file')
}

/** Whether a tensor can hold weights: its values are floats. */
export const isFloat = ({ type }: TensorEntry): boolean => /^B?F\d+$/.test(type) && stored.has(type)

/** A tensor from its own bytes, which become its values: they belong to nothing else. */
export function tensorOf(name: string, { type, shape }: TensorEntry, own: ArrayBuffer): Tensor {
  const kind = stored.get(type)
  if (kind === undefined) throw new Error(`\`${name}\` has the type ${type}, which is not read`)
  return kind.read(own, shape)
}

/** Throws an `Error` that says what is wrong where the bytes are not a whole safetensors file. */
export function readSafetensors(file: Uint8Array): Map<string, Tensor> {
  // Not Node's Buffer, whose `slice` would give a view.
  const bytes = new Uint8Array(file.buffer, file.byteOffset, file.byteLength)
  const length = headerLength(bytes.subarray(0, prefixLength), bytes.length)
  const entries = readHeader(bytes.subarray(prefixLength, prefixLength + length), bytes.length)
  // A copy of its own: the place in the file need not suit the element's alignment.
  return new Map([...entries].map(([name, entry]) => [name, tensorOf(name, entry, bytes.slice(entry.begin, entry.end).buffer)]))
}

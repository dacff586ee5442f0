/** Element types of tensors. `bool`, `u8`, `s8` and `s32` appear only inside graphs. */
export type DType = 'f32' | 'i64' | 'bool' | 'u8' | 's8' | 's32'

/** A dimension: a size, or a symbol such as `N`, the batch. */
export type Dim = number | string

export type Shape = readonly Dim[]

export interface TensorType {
  readonly dtype: DType
  readonly shape: Shape
}

interface ArrayOf {
  f32: Float32Array
  i64: BigInt64Array
  bool: Uint8Array
  u8: Uint8Array
  s8: Int8Array
  s32: Int32Array
}

/** A tensor with its values, row-major. */
export interface Tensor<D extends DType = DType> {
  readonly dtype: D
  readonly shape: readonly number[]
  readonly data: ArrayOf[D]
}

const arrays: { [D in DType]: new (length: number) => ArrayOf[D] } = {
  f32: Float32Array,
  i64: BigInt64Array,
  bool: Uint8Array,
  u8: Uint8Array,
  s8: Int8Array,
  s32: Int32Array,
}

const bytes: Record<DType, number> = { f32: 4, i64: 8, bool: 1, u8: 1, s8: 1, s32: 4 }

export const bytesPerElement = (dtype: DType): number => bytes[dtype]

export const elementCount = (shape: readonly number[]): number => shape.reduce((product, dim) => product * dim, 1)

export function zeros<D extends DType>(dtype: D, shape: readonly number[]): Tensor<D> {
  return { dtype, shape, data: new arrays[dtype](elementCount(shape)) }
}

/** Some samples of a tensor, in the order given. */
export function samplesAt<D extends DType>({ dtype, shape: [all = 0, ...shape], data }: Tensor<D>, rows: readonly number[]): Tensor<D> {
  const chosen = zeros(dtype, [rows.length, ...shape])
  const size = all === 0 ? 0 : data.length / all
  for (const [place, row] of rows.entries()) chosen.data.set(data.subarray(row * size, (row + 1) * size) as never, place * size)
  return chosen
}

export const f32 = (shape: readonly number[], values: ArrayLike<number>): Tensor<'f32'> => ({
  dtype: 'f32',
  shape,
  data: Float32Array.from(values),
})

export const i64 = (shape: readonly number[], values: readonly number[]): Tensor<'i64'> => ({
  dtype: 'i64',
  shape,
  data: BigInt64Array.from(values, BigInt),
})

export const scalar = (value: number): Tensor<'f32'> => f32([], [value])

/** `f32[N, 10]`, as the IR's text form and messages print it; a dimension that nobody named is a question mark. */
export const formatType = (type: TensorType): string => `${type.dtype}[${type.shape.join(', ').replaceAll(/\?\d+/g, '?')}]`

export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((dim, index) => dim === b[index])

export const sameType = (a: TensorType, b: TensorType): boolean => a.dtype === b.dtype && sameShape(a.shape, b.shape)

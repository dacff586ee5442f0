import type { DataTypeMap } from '@tensorflow/tfjs-core'
import { elementCount, zeros, type DType, type Tensor } from '../../types/tensor.js'
import type { Tf, TfTensor } from './form.js'

type Kind = Extract<keyof DataTypeMap, 'float32' | 'int32' | 'bool'>

const kinds: Record<DType, Kind> = { f32: 'float32', i64: 'int32', bool: 'bool', u8: 'int32', s8: 'int32', s32: 'int32' }

/** TensorFlow.js's name of an element type. */
export const kindOf = (dtype: DType): Kind => kinds[dtype]

/** Codes of labels, categories and words are i64 in graphs and 32 bits here: they count entries of a table in memory. */
function narrow(value: bigint): number {
  if (BigInt.asIntN(32, value) !== value) throw new Error(`${value} does not fit into 32 bits, which is all that TensorFlow.js has`)
  return Number(value)
}

export function toTf(tf: Tf, { dtype, shape, data }: Tensor): TfTensor {
  const values = data instanceof BigInt64Array ? Int32Array.from(data, narrow) : dtype === 'f32' || dtype === 'bool' ? data.slice() : Int32Array.from(data)
  return tf.tensor(values, [...shape], kindOf(dtype))
}

export function fromTf(tensor: TfTensor, dtype: DType): Tensor {
  const result = zeros(dtype, [...tensor.shape])
  const values = tensor.dataSync()
  for (let index = 0; index < elementCount(result.shape); index++) {
    if (result.data instanceof BigInt64Array) result.data[index] = BigInt(values[index])
    else result.data[index] = values[index]
  }
  return result
}

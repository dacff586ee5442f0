import type { VectorField } from '../../types/field.js'
import type { InputCodec, OutputCodec } from './codec.js'

export const vectorInput: InputCodec<VectorField> = {
  type: () => 'readonly number[] | Float32Array | Float64Array',
  doc: ({ type }) => [`${type.size} numbers.`],
  ports: ({ name, type }) => [{ name, dtype: 'f32', shape: [type.size] }],
  spec: ({ type }) => ({ shape: [type.size] }),
  encoder: 'encodeVector',
  runtime: String.raw`
function encodeVector(field, values) {
  const [size] = field.shape
  const data = new Float32Array(values.length * size)
  values.forEach((value, sample) => {
    const listed = ['Array', 'Float32Array', 'Float64Array'].includes(tag(value))
    if (!listed || value.length !== size) refuse(field, sample, 'an array of ' + size + ' numbers', describe(value))
    for (let index = 0; index < size; index++) {
      if (!isFinite32(value[index])) refuse(field, sample, 'finite numbers', describe(value[index]) + ' at index ' + index)
      data[sample * size + index] = value[index]
    }
  })
  return { [field.name]: ['float32', data, [size]] }
}`,
}

export const vectorOutput: OutputCodec<VectorField> = {
  type: () => 'number[]',
  activation: 'none',
  ports: (task, { type }) => [{ name: task, dtype: 'f32', shape: [type.size] }],
  spec: ({ type }) => ({ size: type.size }),
  decoder: 'decodeVector',
  runtime: String.raw`
function decodeVector(task, data, sample) {
  return Array.from(data.subarray(sample * task.size, (sample + 1) * task.size))
}`,
}

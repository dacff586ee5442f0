import type { NumberField } from '../../types/field.js'
import type { InputCodec, OutputCodec } from './codec.js'

export const numberInput: InputCodec<NumberField> = {
  type: () => 'number',
  doc: () => [],
  ports: ({ name }) => [{ name, dtype: 'f32', shape: [] }],
  spec: () => ({}),
  encoder: 'encodeNumber',
  runtime: String.raw`
function encodeNumber(field, values) {
  values.forEach((value, sample) => {
    if (!isFinite32(value)) refuse(field, sample, 'a finite number', describe(value))
  })
  return { [field.name]: ['float32', Float32Array.from(values), []] }
}`,
}

export const numberOutput: OutputCodec<NumberField> = {
  type: () => 'number',
  activation: 'none',
  ports: (task) => [{ name: task, dtype: 'f32', shape: [] }],
  spec: () => ({}),
  decoder: 'decodeNumber',
  runtime: String.raw`
function decodeNumber(task, data, sample) {
  return data[sample]
}`,
}

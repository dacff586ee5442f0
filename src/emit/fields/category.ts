import type { CategoryField } from '../../types/field.js'
import { codesRuntime } from './codes.js'
import { union, type InputCodec } from './codec.js'

/** A value that was not seen in training has the last code, as it had there. */
export const category: InputCodec<CategoryField> = {
  type: ({ type }) => union(type.labels.map((label) => JSON.stringify(label))),
  doc: () => ['A value that the model was not trained on is taken as unknown.'],
  ports: ({ name }) => [{ name, dtype: 'i64', shape: [] }],
  spec: ({ type }) => ({ labels: type.labels }),
  encoder: 'encodeCategory',
  helpers: [codesRuntime],
  runtime: String.raw`
function encodeCategory(field, values) {
  const codeOf = codesOf(field.labels)
  const data = new BigInt64Array(values.length)
  values.forEach((value, sample) => {
    if (!['string', 'number', 'boolean'].includes(typeof value)) refuse(field, sample, 'a string', describe(value))
    data[sample] = BigInt(codeOf(value) ?? field.labels.length)
  })
  return { [field.name]: ['int64', data, []] }
}`,
}

import type { TableField } from '../../types/field.js'
import { property, union, type InputCodec } from './codec.js'

/** The columns of a row by name; categories share one code space, each column with a last code for unknown values. */
export const table: InputCodec<TableField> = {
  type: ({ type }) => {
    const numbers = type.numbers.map((column) => `    readonly ${property(column)}: number`)
    const categories = type.categories.map(
      ({ column, labels }) => `    readonly ${property(column)}: ${union(labels.map((label) => JSON.stringify(label)))}`,
    )
    return `{\n${[...numbers, ...categories].join('\n')}\n  }`
  },
  doc: () => ['The columns by name. A category that the model was not trained on is taken as unknown.'],
  ports: ({ name, type }) => [
    { name: `${name}.numbers`, dtype: 'f32', shape: [type.numbers.length] },
    { name: `${name}.categories`, dtype: 'i64', shape: [type.categories.length] },
  ],
  spec: ({ type }) => ({ numbers: type.numbers, categories: type.categories }),
  encoder: 'encodeTable',
  runtime: String.raw`
function encodeTable(field, values) {
  const { numbers, categories } = field
  const codes = categories.map(({ labels }) => new Map(labels.map((label, code) => [label, code])))
  const measured = new Float32Array(values.length * numbers.length)
  const coded = new BigInt64Array(values.length * categories.length)
  values.forEach((row, sample) => {
    if (typeof row !== 'object' || row === null) refuse(field, sample, 'an object with the columns ' + [...numbers, ...categories.map(({ column }) => column)].join(', '), describe(row))
    numbers.forEach((column, index) => {
      if (!Number.isFinite(row[column])) refuse({ name: field.name + '.' + column }, sample, 'a finite number', describe(row[column]))
      measured[sample * numbers.length + index] = row[column]
    })
    categories.forEach(({ column, labels, offset }, index) => {
      if (typeof row[column] !== 'string') refuse({ name: field.name + '.' + column }, sample, 'a string', describe(row[column]))
      coded[sample * categories.length + index] = BigInt(offset + (codes[index].get(row[column]) ?? labels.length))
    })
  })
  return {
    [field.name + '.numbers']: ['float32', measured, [numbers.length]],
    [field.name + '.categories']: ['int64', coded, [categories.length]],
  }
}`,
}

import type { TableField } from '../../types/field.js'
import { codesRuntime } from './codes.js'
import { property, union, type InputCodec } from './codec.js'

/** The columns of a row by name; categories share one code space, each column with a last code for unknown values. */
export const table: InputCodec<TableField> = {
  type: ({ type }) => {
    const numbers = type.numbers.map((column) => `    readonly ${property(column)}: number | null`)
    const categories = type.categories.map(
      ({ column, labels }) => `    readonly ${property(column)}: ${union([...labels.map((label) => JSON.stringify(label)), 'null'])}`,
    )
    return `{\n${[...numbers, ...categories].join('\n')}\n  }`
  },
  doc: () => [
    'The columns by name. A missing number (null) is taken as the mean that it had in training, a missing category, or one that',
    'the model was not trained on, as unknown.',
  ],
  ports: ({ name, type }) => [
    { name: `${name}.numbers`, dtype: 'f32', shape: [type.numbers.length] },
    { name: `${name}.categories`, dtype: 'i64', shape: [type.categories.length] },
  ],
  spec: ({ type }, learned) => ({ numbers: type.numbers, categories: type.categories, ...(learned === undefined ? {} : { means: learned.mean }) }),
  encoder: 'encodeTable',
  helpers: [codesRuntime],
  runtime: String.raw`
function encodeTable(field, values) {
  const { numbers, categories } = field
  const codes = categories.map(({ labels }) => codesOf(labels))
  const measured = new Float32Array(values.length * numbers.length)
  const coded = new BigInt64Array(values.length * categories.length)
  values.forEach((row, sample) => {
    if (typeof row !== 'object' || row === null) refuse(field, sample, 'an object with the columns ' + [...numbers, ...categories.map(({ column }) => column)].join(', '), describe(row))
    numbers.forEach((column, index) => {
      let value = row[column]
      if (value === null && field.means !== undefined) value = field.means[index]
      if (!isFinite32(value)) refuse({ name: field.name + '.' + column }, sample, 'a finite number', describe(value))
      measured[sample * numbers.length + index] = value
    })
    categories.forEach(({ column, labels, offset }, index) => {
      const value = row[column]
      if (value !== null && !['string', 'number', 'boolean'].includes(typeof value)) refuse({ name: field.name + '.' + column }, sample, 'a string', describe(value))
      coded[sample * categories.length + index] = BigInt(offset + ((value === null ? undefined : codes[index](value)) ?? labels.length))
    })
  })
  return {
    [field.name + '.numbers']: ['float32', measured, [numbers.length]],
    [field.name + '.categories']: ['int64', coded, [categories.length]],
  }
}`,
}

/** What follows from a field's type: the tensor that encodes it, the prediction that it decodes from. */
import type { FieldType, TargetType } from './field.js'
import type { TensorType } from './tensor.js'

const real = (...shape: readonly number[]): TensorType => ({ dtype: 'f32', shape })

/** How labels are written in messages; a long list is cut. */
function labelList(labels: readonly string[], numeric: boolean): string {
  if (numeric) return String(labels.length)
  const shown = labels.slice(0, 3).map((label) => JSON.stringify(label))
  return [...shown, ...(labels.length > 3 ? [`… ${labels.length} labels`] : [])].join(', ')
}

/** As it is written in a file. */
export function formatField(type: FieldType): string {
  if (type.kind === 'image') return `image[${type.channels}, ${type.height}, ${type.width}]`
  if (type.kind === 'vector') return `vector[${type.size}]`
  if (type.kind === 'label') return `label<${labelList(type.labels, type.numeric)}>`
  if (type.kind === 'category') return `category<${labelList(type.labels, false)}>`
  return type.kind
}

/** The tensor, per sample, that an input is encoded as; a table is two, see `tableTensors`. */
export function inputTensor(type: Exclude<FieldType, { kind: 'table' }>): TensorType {
  if (type.kind === 'image') return real(type.channels, type.height, type.width)
  if (type.kind === 'vector') return real(type.size)
  return type.kind === 'number' ? real() : { dtype: 'i64', shape: [] }
}

/** What a task has to predict for a target of this type. */
export function predictionTensor(type: TargetType): TensorType {
  if (type.kind === 'label') return real(type.labels.length)
  return type.kind === 'vector' ? real(type.size) : real()
}

/** Where a field has one, the size of an embedding table over its codes. */
export const vocabularyOf = (type: FieldType): number | undefined =>
  type.kind === 'category' ? type.labels.length + 1 : type.kind === 'table' ? type.vocabulary : undefined

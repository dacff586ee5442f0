/** What follows from a field's type: the tensor that encodes it, the prediction that it decodes from. */
import type { FieldType, TargetType, TextField } from './field.js'
import type { TensorType } from './tensor.js'

const real = (...shape: TensorType['shape']): TensorType => ({ dtype: 'f32', shape })

/** How many boxes a sample may have where nothing else is said: few images of COCO have more (Lin et al. 2014, figure 5). */
export const usualBoxes = 100

/** How labels are written in messages; a long list is cut. */
function labelList(labels: readonly string[], numeric: boolean): string {
  if (numeric) return String(labels.length)
  const shown = labels.slice(0, 3).map((label) => JSON.stringify(label))
  return [...shown, ...(labels.length > 3 ? [`… ${labels.length} labels`] : [])].join(', ')
}

/** As it is written in a file. */
export function formatField(type: FieldType): string {
  switch (type.kind) {
    case 'image': return `image[${type.channels}, ${type.height}, ${type.width}]`
    case 'vector': return `vector[${type.size}]`
    case 'category': return `category<${labelList(type.labels, false)}>`
    case 'text': return `text(max = ${type.max}, vocab = ${type.vocabulary})`
    case 'mask': return `mask<${labelList(type.labels, type.numeric)}>[${type.height}, ${type.width}]`
    case 'boxes': return `boxes<${labelList(type.labels, type.numeric)}>${type.max === usualBoxes ? '' : `(max = ${type.max})`}`
    case 'label':
    case 'labels':
    case 'keypoints':
    case 'tags': return `${type.kind}<${labelList(type.labels, type.numeric)}>`
    default: return type.kind
  }
}

/** Types that a model reads. */
export type InputType = Exclude<FieldType, { kind: 'label' | 'labels' | 'mask' | 'boxes' | 'keypoints' | 'tags' }>

const inputsOnly: ReadonlySet<FieldType['kind']> = new Set<Exclude<FieldType, TargetType>['kind']>(['image', 'category', 'table'])

export const isTarget = <T extends FieldType>(type: T): type is Extract<T, TargetType> => !inputsOnly.has(type.kind)

const targetsOnly: ReadonlySet<FieldType['kind']> = new Set<Exclude<FieldType, InputType>['kind']>(['label', 'labels', 'mask', 'boxes', 'keypoints', 'tags'])

export const isInput = (type: FieldType): type is InputType => !targetsOnly.has(type.kind)

/** The tensor, per sample, that an input is encoded as; a table is two, and a text has a mask beside it. */
export function inputTensor(type: Exclude<InputType, { kind: 'table' }>): TensorType {
  if (type.kind === 'image') return real(type.channels, type.height, type.width)
  if (type.kind === 'vector') return real(type.size)
  if (type.kind === 'text') return { dtype: 'i64', shape: [type.max] }
  return type.kind === 'number' ? real() : { dtype: 'i64', shape: [] }
}

/** The tensor, per sample, that a target is encoded as: what is not known of it within a sample is a code of its own. */
export function targetTensor(type: TargetType): TensorType {
  switch (type.kind) {
    case 'number': return real()
    case 'vector': return real(type.size)
    case 'label': return { dtype: 'i64', shape: [] }
    // 1 and 0: there and not; −1 where it is not known.
    case 'labels': return real(type.labels.length)
    // A class for each pixel, row by row; one more than the last where it is not known.
    case 'mask': return { dtype: 'i64', shape: [type.height, type.width] }
    // x, y, and 1 for points that are known, else 0.
    case 'keypoints': return real(type.labels.length, 3)
    // Class, left, top, right and bottom; the class is −1 where there are no more boxes.
    case 'boxes': return real(type.max, 5)
    // A code for each piece; one more than the last where no tag is.
    case 'tags': return { dtype: 'i64', shape: [type.max] }
    // Pieces up to `end`; one more than the last beyond.
    case 'text': return { dtype: 'i64', shape: [type.max] }
  }
}

/** What a task on a text may read of it, per sample: at each place, the piece before; the piece `end` at the first. */
export const beforeTensor = ({ max }: TextField): TensorType => ({ dtype: 'i64', shape: [max] })

/** Its name among the inputs of a model. */
export const beforeName = (target: string): string => `${target}.before`

/** A dimension that may be anything. */
export const anySize = '_'

const maps = (channels: number): TensorType => ({ dtype: 'f32', shape: [channels, anySize, anySize] })

/**
 * What a task may predict instead of one another; `_` is any size. For `boxes` that is what the checker makes of a
 * detection head's maps (check/detection.ts): at each place a logit of each class, four sides, and a logit of being in the middle.
 */
export function predictionTensors(type: TargetType): readonly TensorType[] {
  const classes = 'labels' in type ? type.labels.length : 0
  switch (type.kind) {
    case 'label':
    case 'labels': return [real(classes)]
    case 'mask': return [real(classes, type.height, type.width)]
    case 'keypoints': return [maps(classes), real(classes, 2)]
    case 'tags': return [real(type.max, classes)]
    case 'text': return [real(type.max, type.vocabulary)]
    case 'boxes': return [real(anySize, classes + 5)]
    // A number may also be predicted as a vector of one, as `Dense(1)` gives it.
    case 'number': return [real(), real(1)]
    case 'vector': return [real(type.size)]
  }
}

/** Where a field has one, the size of an embedding table over its codes. */
export function vocabularyOf(type: FieldType): number | undefined {
  if (type.kind === 'category') return type.labels.length + 1
  return type.kind === 'table' || type.kind === 'text' ? type.vocabulary : undefined
}

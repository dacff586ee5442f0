/** Fields: what a data column means. Plain data, made by the checker, read by every later stage. */

export interface ImageField {
  readonly kind: 'image'
  readonly channels: number
  readonly height: number
  readonly width: number
}

export interface NumberField {
  readonly kind: 'number'
}

export interface VectorField {
  readonly kind: 'vector'
  readonly size: number
}

/** Input only: one of `labels`; unknown values have the last code, `labels.length`. */
export interface CategoryField {
  readonly kind: 'category'
  readonly labels: readonly string[]
}

/** One of `labels`; `label<10>` has the labels "0" … "9", and its column holds integers (or those strings). */
export interface LabelField {
  readonly kind: 'label'
  readonly labels: readonly string[]
  /** Declared by a count: decoded to numbers in the bindings rather than strings. */
  readonly numeric: boolean
}

/** Input only: the other columns of the source, typed by inspection. */
export interface TableField {
  readonly kind: 'table'
  readonly numbers: readonly string[]
  /** Labels in byte order; each column's codes begin at its offset, and end with one for values not seen. */
  readonly categories: readonly { readonly column: string; readonly labels: readonly string[]; readonly offset: number }[]
  /** One more than the highest code: the size of an embedding table over all columns. */
  readonly vocabulary: number
}

/**
 * Pieces of a text by their number, i64[max]. As an input it is padded, with a mask of what is no padding, f32[max]; as a target it ends with the
 * piece `end`, with one more than the last piece beyond.
 */
export interface TextField {
  readonly kind: 'text'
  readonly max: number
  /** How many different pieces there are, padding and unknown ones included. */
  readonly vocabulary: number
}

/** A label for each word of a text, at its first piece: i64[max], one more than the last label where no word begins. */
export interface TagsField {
  readonly kind: 'tags'
  readonly labels: readonly string[]
  readonly numeric: boolean
  /** The input that is tagged, and how many pieces it has at most. */
  readonly over: string
  readonly max: number
}

/** Any number of `labels` at once. */
export interface LabelsField {
  readonly kind: 'labels'
  readonly labels: readonly string[]
  readonly numeric: boolean
}

/** A class for each pixel. */
export interface MaskField {
  readonly kind: 'mask'
  readonly labels: readonly string[]
  readonly numeric: boolean
  readonly height: number
  readonly width: number
}

/** Points in a fixed order, each there or not. */
export interface KeypointsField {
  readonly kind: 'keypoints'
  readonly labels: readonly string[]
  readonly numeric: boolean
}

/** Up to `max` boxes, each around a thing of a class. */
export interface BoxesField {
  readonly kind: 'boxes'
  readonly labels: readonly string[]
  readonly numeric: boolean
  readonly max: number
  /** Of a task: the maps whose places predict it, largest first; the checker reads them off the prediction. */
  readonly levels?: readonly Level[]
}

/** The maps of one detection head, in places. */
export interface Level {
  readonly height: number
  readonly width: number
}

/** All types of the language. */
export type FieldType =
  | ImageField | NumberField | VectorField | CategoryField | LabelField | TableField | LabelsField | MaskField | KeypointsField | BoxesField | TextField | TagsField

/** Those of them that can be a task's target. */
export type TargetType = NumberField | VectorField | LabelField | LabelsField | MaskField | KeypointsField | BoxesField | TagsField | TextField

/** A quantity with its unit worked out: bytes, nanoseconds, counts, ratios (0–1), or points. */
export interface Quantity {
  readonly dimension: 'size' | 'time' | 'epochs' | 'steps' | 'ratio' | 'points' | 'count'
  /** size: bytes; time: nanoseconds; epochs and steps: their number; ratio: 0.1 for 10%; points: 0.005 for 0.5 pt. */
  readonly value: number
}

import type { TypedField } from '../../check/typed.js'
import type { FieldType, TargetType } from '../../types/field.js'
import type { Statistics } from '../../types/statistics.js'
import type { DType } from '../../types/tensor.js'

/** A tensor of the emitted graph, per sample (the batch axis is not written). */
export interface Port {
  readonly name: string
  readonly dtype: DType
  readonly shape: readonly number[]
}

/** How the bindings turn one kind of field into graph inputs. The runtime's text is JavaScript that each emitted folder carries. */
export interface InputCodec<T extends FieldType = FieldType> {
  /** The field's type in the declarations. */
  type(field: TypedField<T>): string
  /** Lines for the field's doc comment that say what values are taken. */
  doc(field: TypedField<T>): readonly string[]
  ports(field: TypedField<T>): readonly Port[]
  /** What the runtime's encoder is told of the field: JSON. `learned` is what the training part told of it, where that was asked. */
  spec(field: TypedField<T>, learned?: Statistics): Readonly<Record<string, unknown>>
  /** Name of the runtime function `(field, values) → feeds`, by port name. */
  readonly encoder: string
  readonly runtime: string
  /** Runtime functions that codecs share; a folder carries each once. */
  readonly helpers?: readonly string[]
}

/** How the bindings read a task's answer out of a graph output. `shape` is what the task predicts for a sample, where a target leaves a choice. */
export interface OutputCodec<T extends TargetType = TargetType> {
  /** The answer's type in the declarations; `label` is the name of the task's label type, where it has one (labelsOf). */
  type(field: TypedField<T>, label: string, shape: readonly number[]): string
  /** Lines for the answer's doc comment. */
  readonly doc?: readonly string[]
  /** What turns the raw output into the answer. */
  readonly activation: 'softmax' | 'sigmoid' | 'exp' | 'none'
  /** Of a softmax, where that is not the last. */
  readonly axis?: number
  ports(task: string, field: TypedField<T>, shape: readonly number[]): readonly Port[]
  /** What a task may read of its own target, where that is written piece by piece. */
  before?(field: TypedField<T>): Port
  /** What the runtime's decoder is told: JSON. `learned` is what the training part told of the target, where that was asked. */
  spec(field: TypedField<T>, shape: readonly number[], learned?: Statistics): Readonly<Record<string, unknown>>
  /** Name of the runtime function `(task, data, sample, values) → answer`, of one sample and what was given for it. */
  readonly decoder: string
  readonly runtime: string
  /** Runtime functions that codecs share; a folder carries each once. */
  readonly helpers?: readonly string[]
}

/** A label as it is written in both languages: digits by count, text otherwise. */
export const labelLiteral = (label: string, numeric: boolean): string => (numeric ? String(Number(label)) : JSON.stringify(label))

export const union = (literals: readonly string[]): string => (literals.length === 0 ? 'never' : literals.join(' | '))

/** A property name, quoted where it must be. */
export const property = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) && name !== '__proto__' ? name : JSON.stringify(name))

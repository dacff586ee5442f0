import type { TypedMethod } from '../../check/typed.js'
import type { ValueId } from '../../ir/graph.js'
import type { Writer } from '../../ops/op.js'
import { numberOf } from '../arguments.js'

/** What the update of one parameter is written with. */
export interface UpdateContext {
  readonly writer: Writer
  /** Of the parameter's group: its `weight_decay` is 0 where none applies, as for biases, norms and other vectors. */
  readonly method: TypedMethod
  readonly parameter: ValueId
  readonly gradient: ValueId
  /** The optimiser's state for this parameter, by slot name. */
  readonly slots: Readonly<Record<string, ValueId>>
  /** Scalar inputs of the step, by name, as `scalars` gives them. */
  readonly scalars: Readonly<Record<string, ValueId>>
}

export interface Update {
  readonly parameter: ValueId
  readonly slots: Readonly<Record<string, ValueId>>
}

/** Shapes of the state that is kept for a parameter, by name. */
export type Slots = Readonly<Record<string, readonly number[]>>

/** Writes its update as nodes of the step graph. */
export interface Optimizer {
  readonly name: string
  readonly doc: string
  readonly source: string
  /** For a parameter of this shape; all slots start at zero. */
  slots(method: TypedMethod, shape: readonly number[]): Slots
  /**
   * Scalar inputs of update `step` (from 1) at learning rate `rate`. What depends on the step's number is
   * worked out here, in double precision, so that the state is moments alone. `rate` is always among them.
   */
  scalars(method: TypedMethod, step: number, rate: number): Readonly<Record<string, number>>
  update(context: UpdateContext): Update
}

/** Names of slot `slot` of a parameter in the step graph: the input, and the output that follows it. */
export const momentName = (parameter: string, slot: string): string => `${slot}:${parameter}`

/** A value that the optimiser's own tables say is there. */
export function given(values: Readonly<Record<string, ValueId>>, name: string): ValueId {
  const value = values[name]
  if (value === undefined) throw new Error(`the update of a parameter lacks \`${name}\``)
  return value
}

/** What decoupled weight decay multiplies a weight by, 1 − lr·λ; no scalar where there is none. */
export function shrinkScalar(method: TypedMethod, rate: number): { readonly shrink?: number } {
  const decay = numberOf(method, 'weight_decay')
  return decay === 0 ? {} : { shrink: 1 - rate * decay }
}

/** The weight as decoupled decay leaves it, before the optimiser's own step (Loshchilov & Hutter, ICLR 2019). */
export const shrunk = ({ writer, parameter, scalars: { shrink } }: UpdateContext): ValueId =>
  shrink === undefined ? parameter : writer.add('mul', [parameter, shrink])

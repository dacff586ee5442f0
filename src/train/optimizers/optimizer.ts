import type { TypedMethod } from '../../check/typed.js'
import type { ValueId } from '../../ir/graph.js'
import type { Writer } from '../../ops/op.js'

/** What the update of one parameter is written with. */
export interface UpdateContext {
  readonly writer: Writer
  readonly method: TypedMethod
  readonly parameter: ValueId
  readonly gradient: ValueId
  /** The optimiser's state for this parameter, by slot name; shaped as the parameter. */
  readonly slots: Readonly<Record<string, ValueId>>
  /** Scalar inputs of the step, by name, as `scalars` gives them. */
  readonly scalars: Readonly<Record<string, ValueId>>
  /** Whether weight decay applies: on weights, not on biases, norms and other vectors. */
  readonly decays: boolean
}

export interface Update {
  readonly parameter: ValueId
  readonly slots: Readonly<Record<string, ValueId>>
}

/** Writes its update as nodes of the step graph. */
export interface Optimizer {
  readonly name: string
  readonly doc: string
  readonly source: string
  /** State kept for each parameter; all slots start at zero. */
  slots(method: TypedMethod): readonly string[]
  /**
   * Scalar inputs of step `step` (from 1) at learning rate `rate`. What depends on the step's number is
   * worked out here, in double precision, so that the state is moments alone. `rate` is always among them.
   */
  scalars(method: TypedMethod, step: number, rate: number): Readonly<Record<string, number>>
  update(context: UpdateContext): Update
}

/** Names of slot `slot` of a parameter in the step graph: the input, and the output that follows it. */
export const momentName = (parameter: string, slot: string): string => `${slot}:${parameter}`

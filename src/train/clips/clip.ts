import type { TypedMethod } from '../../check/typed.js'
import type { ValueId } from '../../ir/graph.js'
import type { Writer } from '../../ops/op.js'

export interface ClipContext {
  readonly writer: Writer
  readonly method: TypedMethod
  /** Of all learned parameters. */
  readonly gradients: readonly ValueId[]
  /** Their global norm, a scalar. */
  readonly norm: ValueId
}

/** Bounds the gradients of an update, as nodes of the step graph. */
export interface Clip {
  readonly name: string
  readonly doc: string
  readonly source: string
  clip(context: ClipContext): readonly ValueId[]
}

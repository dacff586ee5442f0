import type { TypedMethod } from '../../check/typed.js'
import type { ValueId } from '../../ir/graph.js'
import type { Writer } from '../../ops/op.js'
import type { TargetType } from '../../types/field.js'

/** Writes a loss per sample, f32[N]; masks, sample weights and the mean are the train step's business. */
export interface Loss {
  readonly name: string
  readonly doc: string
  readonly targets: readonly TargetType['kind'][]
  lower(writer: Writer, prediction: ValueId, target: ValueId, method: TypedMethod): ValueId
}

import { numbersOf } from '../../check/methods/given.js'
import type { ValueId } from '../../ir/graph.js'
import { f32 } from '../../types/tensor.js'
import type { LossContext } from './loss.js'

/** Labels that are there or not, each by itself: f32[N, K]. */
export interface Labels {
  /** 1 where a label is there, 0 where it is not, or it is not known. */
  readonly truth: ValueId
  /** 1 where it is known. */
  readonly known: ValueId
}

export const labelsOf = ({ writer, target }: LossContext): Labels => ({
  truth: writer.add('relu', [target]),
  known: writer.add('positive_mask', [writer.add('add', [target, writer.scalar(0.5)])]),
})

/** The truth with labels that are there multiplied by their `weights`, where a method has them. */
export function weighedTruth({ writer, method }: LossContext, truth: ValueId): ValueId {
  const weights = numbersOf(method, 'weights')
  return weights === undefined ? truth : writer.add('mul', [truth, writer.constant(f32([weights.length], weights))])
}

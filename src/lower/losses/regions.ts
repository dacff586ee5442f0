import type { ValueId } from '../../ir/graph.js'
import type { Writer } from '../../ops/op.js'
import { choiceOf, logsOf, truthOf } from './classes.js'
import { labelsOf } from './labels.js'
import { sampleMean, type LossContext } from './loss.js'

export interface Overlap {
  /** Weights of what is found and not there, and of what is there and not found. */
  readonly above: number
  readonly below: number
  /** Added above and below the fraction. */
  readonly smooth: number
}

/** What is found (from 0 to 1) and what is there (0 or 1), both 0 where that is not known; and the axes that a region extends over. */
interface Regions {
  readonly found: ValueId
  readonly there: ValueId
  readonly axes: readonly number[]
}

function regionsOf(context: LossContext): Regions {
  const { writer, prediction, type } = context
  if (type.kind === 'labels') {
    const { truth, known } = labelsOf(context)
    return { found: writer.add('mul', [writer.add('sigmoid', [prediction]), known]), there: truth, axes: [1] }
  }
  const choice = choiceOf(context)
  const [logs, truth] = [logsOf(writer, choice), truthOf(context, choice)]
  const known = writer.add('sum', [truth], { axes: [writer.typeOf(truth).shape.length - 1], keepdims: true })
  return { found: writer.add('mul', [writer.add('exp', [logs]), known]), there: truth, axes: [1, 2] }
}

/**
 * 1 − (Σ p·g + s) / (Σ p·g + α Σ p·(1 − g) + β Σ (1 − p)·g + s) of each sample, f32[N] (Salehi et al. 2017, equation 4): for a mask the
 * mean over its classes, each a region of its pixels; for labels one region of them all. α = β = ½ is dice.
 */
export function overlapLoss(context: LossContext, { above, below, smooth }: Overlap): ValueId {
  const { writer } = context
  const { found, there, axes } = regionsOf(context)
  const total = (value: ValueId): ValueId => writer.add('sum', [value], { axes, keepdims: false })
  const hits = total(writer.add('mul', [found, there]))
  // Σ p·(1 − g) is Σ p − hits, since p is 0 where nothing is known; Σ (1 − p)·g is Σ g − hits.
  const missed = (all: ValueId, factor: number): ValueId => writer.add('mul', [writer.add('sub', [all, hits]), writer.scalar(factor)])
  const right = plus(writer, hits, smooth)
  const all = writer.add('add', [right, writer.add('add', [missed(total(found), above), missed(total(there), below)])])
  return sampleMean(writer, writer.add('sub', [writer.scalar(1), writer.add('div', [right, all])]))
}

const plus = (writer: Writer, value: ValueId, amount: number): ValueId => writer.add('add', [value, writer.scalar(amount)])

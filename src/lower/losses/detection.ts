import { numberOf } from '../../check/methods/given.js'
import type { ValueId } from '../../ir/graph.js'
import type { Writer } from '../../ops/op.js'
import { assign } from './assignment.js'
import { focalOf } from './focal.js'
import type { Loss } from './loss.js'

/**
 * Σ over places of what FCOS learns (Tian et al. 2019, equation 2), over the number of places that are to find a box, one at least in each sample:
 * the focal loss of each class by itself (Lin et al. 2017, equation 5); where a box is to be found, 1 − GIoU of its sides (Rezatofighi et al.
 * 2019, algorithm 1) and the cross entropy of how near its middle is. Over f32[N, P, K + 5]; sides below 0 count as 0.
 */
export const detection: Loss = {
  name: 'detection',
  doc: 'what a detection head learns: classes, sides and middles',
  targets: ['boxes'],
  lower({ writer, prediction, target, type, method }) {
    if (type.kind !== 'boxes') throw new Error(`boxes are detected, and not a ${type.kind}`)
    const assigned = assign(writer, target, type, { radius: numberOf(method, 'radius'), reach: numberOf(method, 'reach') })
    const classes = type.labels.length
    const focal = { alpha: numberOf(method, 'alpha'), gamma: numberOf(method, 'gamma') }
    const part = (from: number, to: number): ValueId => writer.add('slice', [prediction], { axes: [2], starts: [from], ends: [to] })
    const times = (value: ValueId, factor: number): ValueId => writer.add('mul', [value, writer.scalar(factor)])
    const boxes = times(overlapLoss(writer, writer.add('relu', [part(classes, classes + 4)]), assigned.sides), numberOf(method, 'box'))
    const middles = times(middleLoss(writer, part(classes + 4, classes + 5), assigned.sides), numberOf(method, 'middle'))
    const found = writer.add('mul', [writer.add('add', [boxes, middles]), assigned.positive])
    const total = (value: ValueId): ValueId => writer.add('sum', [value], { axes: [1, 2], keepdims: false })
    return {
      sum: writer.add('add', [total(focalOf(writer, part(0, classes), assigned.classes, assigned.classes, focal)), total(found)]),
      weight: writer.add('maximum', [total(assigned.positive), writer.scalar(1)]),
    }
  },
}

/** 1 − GIoU of two boxes by their distances from one place, f32[N, P, 4] each: f32[N, P, 1]. */
function overlapLoss(writer: Writer, predicted: ValueId, truth: ValueId): ValueId {
  const area = (sides: ValueId): ValueId => {
    const [width, height] = [[0, 2], [1, 3]].map((pair) => writer.add('add', pair.map((side) => sideOf(writer, sides, side, side + 1))))
    return writer.add('mul', [width ?? sides, height ?? sides])
  }
  // Both boxes hold the place: what they share ends at the nearer of two sides, and what holds both at the farther.
  const both = area(writer.add('minimum', [predicted, truth]))
  const hull = area(writer.add('maximum', [predicted, truth]))
  const union = writer.add('sub', [writer.add('add', [area(predicted), area(truth)]), both])
  // GIoU = I/U − (H − U)/H.
  const overlaps = writer.add('add', [writer.add('div', [both, union]), writer.add('div', [union, hull])])
  return writer.add('sub', [writer.scalar(2), overlaps])
}

/** Cross entropy to √(min(l, r)/max(l, r) · min(t, b)/max(t, b)) (Tian et al. 2019, equation 3): f32[N, P, 1]. */
function middleLoss(writer: Writer, logit: ValueId, sides: ValueId): ValueId {
  const [near, far] = [sideOf(writer, sides, 0, 2), sideOf(writer, sides, 2, 4)]
  const ratio = writer.add('div', [writer.add('minimum', [near, far]), writer.add('maximum', [near, far])])
  const nearness = writer.add('sqrt', [writer.add('mul', [sideOf(writer, ratio, 0, 1), sideOf(writer, ratio, 1, 2)])])
  return writer.add('sub', [writer.add('softplus', [logit]), writer.add('mul', [nearness, logit])])
}

const sideOf = (writer: Writer, sides: ValueId, from: number, to: number): ValueId =>
  writer.add('slice', [sides], { axes: [2], starts: [from], ends: [to] })

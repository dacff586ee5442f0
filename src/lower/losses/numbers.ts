import type { TypedMethod } from '../../check/typed.js'
import type { ValueId } from '../../ir/graph.js'
import type { Writer } from '../../ops/op.js'
import type { TargetType } from '../../types/field.js'
import { sampleMean, weightedParts, type Loss } from './loss.js'

/** Of each number that is predicted, by the prediction and the truth. */
type NumberLoss = (writer: Writer, predicted: ValueId, truth: ValueId, method: TypedMethod) => ValueId

/** A loss of numbers, one by one: the mean over the elements of a vector, or over the coordinates of the points that are known. */
export const numberLoss = (name: string, doc: string, targets: readonly TargetType['kind'][], loss: NumberLoss): Loss => ({
  name,
  doc,
  targets,
  lower({ writer, prediction, target, type, method }) {
    if (type.kind !== 'keypoints') return { sum: sampleMean(writer, loss(writer, prediction, target, method)) }
    const { places, known } = pointsOf(writer, target)
    return weightedParts(writer, loss(writer, prediction, places, method), known)
  },
})

/** ŷ − y as a loss sees it. */
export const errorLoss = (name: string, doc: string, targets: readonly TargetType['kind'][], loss: (writer: Writer, error: ValueId, method: TypedMethod) => ValueId): Loss =>
  numberLoss(name, doc, targets, (writer, predicted, truth, method) => loss(writer, writer.add('sub', [predicted, truth]), method))

/** Coordinates f32[N, n, 2], and 1 for the points that are known, f32[N, n, 1]. */
export function pointsOf(writer: Writer, target: ValueId): { readonly places: ValueId; readonly known: ValueId } {
  const part = (start: number, end: number): ValueId => writer.add('slice', [target], { axes: [2], starts: [start], ends: [end] })
  return { places: part(0, 2), known: part(2, 3) }
}

/** ½·e² up to a distance δ, and δ·(|e| − ½·δ) beyond. */
export function roundedOff(writer: Writer, error: ValueId, delta: number): ValueId {
  const size = writer.add('abs', [error])
  const inner = writer.add('minimum', [size, writer.scalar(delta)])
  return writer.add('mul', [inner, writer.add('sub', [size, writer.add('mul', [inner, writer.scalar(0.5)])])])
}

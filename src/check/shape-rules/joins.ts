/** Joining tensors. */
import { add, constant, fromDim, multiply, toDim } from '../../types/dimension.js'
import type { Shape } from '../../types/tensor.js'
import { compareShapes, hasRest, unknownShape, type Verdict } from '../compare.js'
import { frontAxis, noAxis, one, open, print, replaced, wrong, type RuleInput, type ShapeRule } from './rule.js'

const shown = (shapes: readonly Shape[]): string => shapes.map(print).join(', ')

/** The first disagreement with the first of the shapes. */
function disagreement(shapes: readonly Shape[], assumed: RuleInput['assumed']): Verdict | undefined {
  const [first = [], ...others] = shapes
  return others.map((shape) => compareShapes(first, shape, assumed)).find(({ equal }) => equal === false)
}

export const concat: ShapeRule = {
  name: 'concat',
  lists: 'always',
  infer({ shapes, length = constant(1), int, assumed }) {
    const [first] = shapes
    if (first === undefined) return wrong('needs at least one tensor')
    if (shapes.some(hasRest)) return open
    const axis = frontAxis(int('axis'), first.length)
    if (axis === undefined) return noAxis(int('axis'), first)
    const verdict = disagreement(shapes.map((shape) => replaced(shape, axis, 1)), assumed)
    if (verdict !== undefined) return wrong(`needs tensors that differ along axis ${axis} alone, not ${shown(shapes)}`, verdict)
    const size = shapes.reduce((sum, shape) => add(sum, fromDim(shape[axis] ?? 0)), constant(0))
    return one(replaced(first, axis, toDim(multiply(size, length))), { axis })
  },
}

export const stack: ShapeRule = {
  name: 'stack',
  lists: 'always',
  infer({ shapes, length = constant(shapes.length), assumed }) {
    const [first] = shapes
    if (first === undefined) return wrong('needs at least one tensor')
    const verdict = disagreement(shapes, assumed)
    if (verdict !== undefined) return wrong(`needs tensors of one shape, not ${shown(shapes)}`, verdict)
    return hasRest(first) ? one(unknownShape()) : one([toDim(length), ...first])
  },
}

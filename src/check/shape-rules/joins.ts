/** Joining tensors. */
import { axisIn, noAxis, one, print, replaced, wrong, type ShapeRule } from './rule.js'

const shown = (shapes: readonly (readonly number[])[]): string => shapes.map(print).join(', ')

export const concat: ShapeRule = {
  name: 'concat',
  lists: 'always',
  infer({ shapes, statics }) {
    const [first] = shapes
    if (first === undefined) return wrong('needs at least one tensor')
    const axis = axisIn(statics, first.length)
    if (axis === undefined) return noAxis(statics, first)
    const fits = shapes.every((shape) => shape.length === first.length && shape.every((size, index) => index === axis || size === first[index]))
    if (!fits) return wrong(`needs tensors that differ along axis ${axis} alone, not ${shown(shapes)}`)
    return one(replaced(first, axis, shapes.reduce((sum, shape) => sum + (shape[axis] ?? 0), 0)), { axis })
  },
}

export const stack: ShapeRule = {
  name: 'stack',
  lists: 'always',
  infer({ shapes }) {
    const [first] = shapes
    if (first === undefined) return wrong('needs at least one tensor')
    if (shapes.some((shape) => shape.join() !== first.join())) return wrong(`needs tensors of one shape, not ${shown(shapes)}`)
    return one([shapes.length, ...first])
  },
}

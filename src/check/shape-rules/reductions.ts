/** Of one tensor along an axis, or of a list of tensors element by element. */
import { broadcast } from '../broadcast.js'
import { axisIn, noAxis, one, print, wrong, type ShapeRule } from './rule.js'

const reduction = (name: string): ShapeRule => ({
  name,
  lists: 'also',
  infer({ shapes, list, statics }) {
    const [first] = shapes
    if (first === undefined) return wrong('needs at least one tensor')
    if (list) {
      const shape = shapes.reduce<readonly (number | string)[] | undefined>((sum, each) => sum && broadcast(sum, each), first)
      return shape === undefined ? wrong(`cannot combine ${shapes.map(print).join(', ')}`) : one(shape.map(Number))
    }
    const axis = axisIn(statics, first.length)
    return axis === undefined ? noAxis(statics, first) : one(first.filter((_, index) => index !== axis), { axis })
  },
})

export const [sum, mean, max, min] = [reduction('sum'), reduction('mean'), reduction('max'), reduction('min')] as const

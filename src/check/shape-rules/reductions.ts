/** Of one tensor along an axis, or of a list of tensors element by element. */
import { broadcast, type Broadcast } from '../broadcast.js'
import { hasRest } from '../compare.js'
import { frontAxis, noAxis, one, open, print, wrong, type ShapeRule } from './rule.js'

const reduction = (name: string, lists: ShapeRule['lists'] = 'also'): ShapeRule => ({
  name,
  lists,
  infer({ shapes, list, int, assumed }) {
    const [first] = shapes
    if (first === undefined) return wrong('needs at least one tensor')
    if (list) {
      const all = shapes.reduce<Broadcast>((sum, each) => (sum.shape === undefined ? sum : broadcast(sum.shape, each, assumed)), { shape: first })
      return all.shape === undefined ? wrong(`cannot combine ${shapes.map(print).join(', ')}`, all.verdict) : one(all.shape)
    }
    if (hasRest(first)) return open
    const axis = frontAxis(int('axis'), first.length)
    return axis === undefined ? noAxis(int('axis'), first) : one(first.filter((_, index) => index !== axis), { axis })
  },
})

export const [sum, mean, max, min, prod] = [reduction('sum'), reduction('mean'), reduction('max'), reduction('min'), reduction('prod')] as const
export const logSumExp = reduction('log_sum_exp', 'never')

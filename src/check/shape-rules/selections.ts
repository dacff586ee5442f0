/** Choosing values: where the largest stand, those at given places, one of two. */
import { constantOf, fromDim, subtract, toDim, type Dimension } from '../../types/dimension.js'
import type { Dim, Shape } from '../../types/tensor.js'
import { broadcast, type Broadcast } from '../broadcast.js'
import { hasRest } from '../compare.js'
import { frontAxis, noAxis, one, open, print, replaced, wrong, type RuleResult, type ShapeRule } from './rule.js'

/** Places along an axis as codes, which are as many as it is long. */
function coded(result: RuleResult, size?: Dim): RuleResult {
  if (result.kind !== 'one') return result
  return { kind: 'one', part: { ...result.part, dtype: 'i64', ...(typeof size === 'number' ? { vocabulary: size } : {}) } }
}

const place = (name: string): ShapeRule => ({
  name,
  lists: 'never',
  infer({ shapes: [x = []], int }) {
    if (hasRest(x)) return coded(open)
    const axis = frontAxis(int('axis'), x.length)
    return axis === undefined ? noAxis(int('axis'), x) : coded(one(x.filter((_, index) => index !== axis), { axis }), x[axis])
  },
})

export const [argmax, argmin] = [place('argmax'), place('argmin')] as const

function largest(x: Shape, k: Dimension | undefined, given: Dimension | undefined): RuleResult {
  if (hasRest(x)) return open
  const axis = frontAxis(given, x.length)
  if (axis === undefined) return noAxis(given, x)
  if (k === undefined) return open
  const left = constantOf(subtract(fromDim(x[axis] ?? 0), k))
  return left !== undefined && left < 0 ? wrong(`cannot find ${toDim(k)} values along axis ${axis} of ${print(x)}`) : one(replaced(x, axis, toDim(k)), { axis })
}

export const topK: ShapeRule = { name: 'top_k', lists: 'never', infer: ({ shapes: [x = []], int }) => largest(x, int('k'), int('axis')) }
export const argTopK: ShapeRule = { ...topK, name: 'arg_top_k', infer: ({ shapes: [x = []], int }) => coded(largest(x, int('k'), int('axis')), x[frontAxis(int('axis'), x.length) ?? x.length]) }

export const take: ShapeRule = {
  name: 'take',
  lists: 'never',
  infer({ shapes: [x = [], indices = []], vocabulary = 0, int }) {
    if (hasRest(x) || hasRest(indices)) return open
    const axis = frontAxis(int('axis'), x.length)
    if (axis === undefined) return noAxis(int('axis'), x)
    if (Number(x[axis]) < vocabulary) return wrong(`is given places from 0 to ${vocabulary - 1}, and axis ${axis} of ${print(x)} has ${x[axis] ?? 0}`)
    return one([...x.slice(0, axis), ...indices, ...x.slice(axis + 1)], { axis })
  },
}

export const where: ShapeRule = {
  name: 'where',
  lists: 'never',
  infer({ shapes, assumed }) {
    const all = shapes.reduce<Broadcast>((sum, each) => (sum.shape === undefined ? sum : broadcast(sum.shape, each, assumed)), { shape: [] })
    return all.shape === undefined ? wrong(`cannot combine ${shapes.map(print).join(', ')}`, all.verdict) : one(all.shape)
  },
}

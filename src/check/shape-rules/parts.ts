/** Taking parts of a tensor. */
import { axisIn, noAxis, numberIn, numbersIn, one, print, replaced, wrong, type Part, type ShapeRule } from './rule.js'

export const slice: ShapeRule = {
  name: 'slice',
  lists: 'never',
  infer({ shapes: [x = []], statics }) {
    const axis = axisIn(statics, x.length)
    if (axis === undefined) return noAxis(statics, x)
    const size = x[axis] ?? 0
    const [from, to] = [numberIn(statics, 'from'), numberIn(statics, 'to')].map((end) => (end < 0 ? end + size : end))
    if (from === undefined || to === undefined || from < 0 || to > size || from >= to) {
      return wrong(`cannot take ${numberIn(statics, 'from')} to ${numberIn(statics, 'to')} of axis ${axis} of ${print(x)}`)
    }
    return one(replaced(x, axis, to - from), { from, to, axis })
  },
}

/** n slices. */
export const split: ShapeRule = {
  name: 'split',
  lists: 'never',
  infer({ shapes: [x = []], statics }) {
    const axis = axisIn(statics, x.length)
    if (axis === undefined) return noAxis(statics, x)
    const [size, n] = [x[axis] ?? 0, numberIn(statics, 'n')]
    if (size % n !== 0) return wrong(`cannot part axis ${axis} of ${print(x)} into ${n} equal parts`)
    const each = size / n
    const parts = Array.from({ length: n }, (_, index): Part => ({
      extern: 'slice', shape: replaced(x, axis, each), statics: { from: index * each, to: (index + 1) * each, axis },
    }))
    return { kind: 'many', parts }
  },
}

export const gather: ShapeRule = {
  name: 'gather',
  lists: 'never',
  infer({ shapes: [x = []], statics }) {
    const axis = axisIn(statics, x.length)
    if (axis === undefined) return noAxis(statics, x)
    const size = x[axis] ?? 0
    const indices = numbersIn(statics, 'indices').map((index) => (index < 0 ? index + size : index))
    if (indices.length === 0) return wrong('needs at least one index')
    if (indices.some((index) => index < 0 || index >= size)) {
      return wrong(`has indices [${numbersIn(statics, 'indices').join(', ')}] past axis ${axis} of ${print(x)}`)
    }
    return one(replaced(x, axis, indices.length), { indices, axis })
  },
}

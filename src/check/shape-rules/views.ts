/** The same values in another shape, numbers or codes. */
import { constantOf, divide, toDim, unknownDimension, type Dimension } from '../../types/dimension.js'
import type { Dim } from '../../types/tensor.js'
import { compareDimensions, hasRest, unknownShape } from '../compare.js'
import { known, one, open, print, product, wrong, type ShapeRule } from './rule.js'

export const flatten: ShapeRule = {
  name: 'flatten',
  lists: 'never',
  takesCodes: true,
  infer: ({ shapes: [x = []] }) => one([toDim(hasRest(x) ? unknownDimension() : product(x))]),
}

export const squeeze: ShapeRule = {
  name: 'squeeze',
  lists: 'never',
  takesCodes: true,
  infer: ({ shapes: [x = []] }) => one(hasRest(x) ? unknownShape() : x.filter((size) => size !== 1)),
}

const shown = (dims: readonly Dimension[]): string => `[${dims.map(toDim).join(', ')}]`

export const reshape: ShapeRule = {
  name: 'reshape',
  lists: 'never',
  takesCodes: true,
  infer({ shapes: [x = []], ints, assumed }) {
    const dims = ints('dims')
    if (dims === undefined) return open
    const numbers = dims.map(constantOf)
    const rest = numbers.indexOf(-1)
    if (numbers.lastIndexOf(-1) !== rest || numbers.some((size) => size !== undefined && size < 1 && size !== -1)) {
      return wrong(`needs sizes of at least 1, and -1 at most once, not ${shown(dims)}`)
    }
    const sizes = dims.map(toDim)
    if (hasRest(x)) return one(sizes.map((size) => (size === -1 ? toDim(unknownDimension()) : size)))
    const total = product(x)
    const others = product(sizes.filter((size) => size !== -1))
    const fill: Dim = toDim(divide(total, others, 'floor') ?? total)
    const shape = sizes.map((size) => (size === -1 ? fill : size))
    const verdict = compareDimensions(product(shape), total, assumed)
    if (verdict.equal === false) return wrong(`cannot make ${shown(dims)} of ${print(x)}, which has ${toDim(total)} values`, verdict)
    return one(shape, known({ dims: shape }))
  },
}

export const transpose: ShapeRule = {
  name: 'transpose',
  lists: 'never',
  takesCodes: true,
  infer({ shapes: [x = []], ints }) {
    const given = ints('axes')?.map(constantOf)
    if (given === undefined || hasRest(x) || !given.every((axis) => axis !== undefined)) return open
    const axes = given.map((axis) => (axis < 0 ? axis + x.length : axis))
    const sorted = axes.toSorted((a, b) => a - b)
    if (sorted.length !== x.length || sorted.some((axis, index) => axis !== index)) {
      return wrong(`needs every axis of ${print(x)} once, not [${given.join(', ')}]`)
    }
    return one(axes.map((axis) => x[axis] ?? 1), { axes })
  },
}

/** The same values in another shape. */
import { numbersIn, one, print, product, wrong, type ShapeRule } from './rule.js'

export const flatten: ShapeRule = {
  name: 'flatten',
  lists: 'never',
  infer: ({ shapes: [x = []] }) => one([product(x)]),
}

export const squeeze: ShapeRule = {
  name: 'squeeze',
  lists: 'never',
  infer: ({ shapes: [x = []] }) => one(x.filter((size) => size !== 1)),
}

export const reshape: ShapeRule = {
  name: 'reshape',
  lists: 'never',
  infer({ shapes: [x = []], statics }) {
    const dims = numbersIn(statics, 'dims')
    const open = dims.filter((size) => size === -1).length
    if (open > 1 || dims.some((size) => size < 1 && size !== -1)) return wrong(`needs sizes of at least 1, and -1 at most once, not [${dims.join(', ')}]`)
    const known = product(dims.filter((size) => size !== -1))
    const shape = dims.map((size) => (size === -1 ? product(x) / known : size))
    if (!shape.every(Number.isInteger) || product(shape) !== product(x)) {
      return wrong(`cannot make [${dims.join(', ')}] of ${print(x)}, which has ${product(x)} values`)
    }
    return one(shape, { dims: shape })
  },
}

export const transpose: ShapeRule = {
  name: 'transpose',
  lists: 'never',
  infer({ shapes: [x = []], statics }) {
    const axes = numbersIn(statics, 'axes').map((axis) => (axis < 0 ? axis + x.length : axis))
    const sorted = axes.toSorted((a, b) => a - b)
    if (sorted.length !== x.length || sorted.some((axis, index) => axis !== index)) {
      return wrong(`needs every axis of ${print(x)} once, not [${numbersIn(statics, 'axes').join(', ')}]`)
    }
    return one(axes.map((axis) => x[axis] ?? 1), { axes })
  },
}

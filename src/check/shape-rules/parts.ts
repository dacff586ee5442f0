/** Taking parts of a tensor, or adding to it at its ends. */
import { add, constant, constantOf, divide, fromDim, multiply, subtract, toDim, type Dimension } from '../../types/dimension.js'
import { compareDimensions, hasRest } from '../compare.js'
import { frontAxis, known, noAxis, one, open, print, replaced, wrong, type ShapeRule } from './rule.js'

/** A place that may be counted from the end. */
function fromFront(place: Dimension, size: Dimension): Dimension {
  const value = constantOf(place)
  return value !== undefined && value < 0 ? add(place, size) : place
}

const isBelow = (dimension: Dimension, least: number): boolean => (constantOf(dimension) ?? least) < least

export const slice: ShapeRule = {
  name: 'slice',
  lists: 'never',
  takesCodes: true,
  infer({ shapes: [x = []], int }) {
    const [axis, from, to] = [frontAxis(int('axis'), x.length), int('from'), int('to')]
    if (hasRest(x)) return open
    if (axis === undefined) return noAxis(int('axis'), x)
    if (from === undefined || to === undefined) return open
    const size = fromDim(x[axis] ?? 0)
    const [first, end] = [fromFront(from, size), fromFront(to, size)]
    const length = subtract(end, first)
    if (isBelow(first, 0) || isBelow(subtract(size, end), 0) || isBelow(length, 1)) {
      return wrong(`cannot take ${toDim(from)} to ${toDim(to)} of axis ${axis} of ${print(x)}`)
    }
    return one(replaced(x, axis, toDim(length)), known({ from: toDim(first), to: toDim(end), axis }))
  },
}

/** n slices. */
export const split: ShapeRule = {
  name: 'split',
  lists: 'never',
  takesCodes: true,
  infer({ shapes: [x = []], int, assumed }) {
    const [axis, n] = [frontAxis(int('axis'), x.length), int('n')]
    if (hasRest(x)) return open
    if (axis === undefined) return noAxis(int('axis'), x)
    if (n === undefined) return open
    const size = fromDim(x[axis] ?? 0)
    const each = divide(size, n, 'floor') ?? size
    const verdict = compareDimensions(multiply(each, n), size, assumed)
    if (verdict.equal === false) return wrong(`cannot part axis ${axis} of ${print(x)} into ${toDim(n)} equal parts`, verdict)
    const part = (index: number) => ({
      extern: 'slice',
      shape: replaced(x, axis, toDim(each)),
      statics: known({ from: toDim(multiply(each, constant(index))), to: toDim(multiply(each, constant(index + 1))), axis }),
    })
    const count = constantOf(n)
    return count === undefined ? { kind: 'series', part: part(0), length: n } : { kind: 'many', parts: Array.from({ length: count }, (_, index) => part(index)) }
  },
}

export const gather: ShapeRule = {
  name: 'gather',
  lists: 'never',
  takesCodes: true,
  infer({ shapes: [x = []], int, ints }) {
    const [axis, places] = [frontAxis(int('axis'), x.length), ints('indices')]
    if (hasRest(x)) return open
    if (axis === undefined) return noAxis(int('axis'), x)
    if (places === undefined) return open
    if (places.length === 0) return wrong('needs at least one index')
    const size = fromDim(x[axis] ?? 0)
    const indices = places.map((place) => fromFront(place, size))
    if (indices.some((index) => isBelow(index, 0) || isBelow(subtract(size, index), 1))) {
      return wrong(`has indices [${places.map(toDim).join(', ')}] past axis ${axis} of ${print(x)}`)
    }
    return one(replaced(x, axis, indices.length), known({ indices: indices.map(toDim), axis }))
  },
}

export const pad: ShapeRule = {
  name: 'pad',
  lists: 'never',
  infer({ shapes: [x = []], int }) {
    const [axis, before, after] = [frontAxis(int('axis'), x.length), int('before'), int('after')]
    if (hasRest(x)) return open
    if (axis === undefined) return noAxis(int('axis'), x)
    if (before === undefined || after === undefined) return open
    const least = Math.min(constantOf(before) ?? 0, constantOf(after) ?? 0)
    if (least < 0) return wrong('adds at least 0 values before and after')
    return one(replaced(x, axis, toDim(add(fromDim(x[axis] ?? 0), add(before, after)))), { axis })
  },
}

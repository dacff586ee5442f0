/** What is known of a value that is one of two: the branches of an `if` that is decided only where its block is applied. */
import { fromDim, toDim, unknownDimension } from '../types/dimension.js'
import type { Fact } from '../types/fact.js'
import type { Shape } from '../types/tensor.js'
import { compareDimensions, compareShapes, hasRest, unknownShape } from './compare.js'
import { dimensionOf, failed, isScalar, type Value } from './values.js'

/** A value, and what holds where it is the one. */
export interface Case {
  readonly value: Value
  readonly assumed: readonly Fact[]
}

export function join(a: Case, b: Case): Value {
  const [x, y] = [a.value, b.value]
  const both = (first: Value, second: Value): Value => join({ ...a, value: first }, { ...b, value: second })
  if (x.kind === 'error') return y
  if (y.kind === 'error') return x
  if (x.kind === 'tensor' && y.kind === 'tensor' && x.expression.type.dtype === y.expression.type.dtype) {
    const shape = joinShapes(x.expression.type.shape, a.assumed, y.expression.type.shape, b.assumed)
    return { kind: 'tensor', expression: { ...x.expression, type: { ...x.expression.type, shape } } }
  }
  const [left, right] = [dimensionOf(x), dimensionOf(y)]
  if (left !== undefined && right !== undefined) {
    return compareDimensions(left, right, []).equal === true ? x : { kind: 'symbolic', dimension: unknownDimension() }
  }
  if (x.kind === 'list' && y.kind === 'list' && x.items.length === y.items.length) {
    return { kind: 'list', items: x.items.map((item, index) => both(item, y.items[index] ?? failed)) }
  }
  if (isSequence(x) && isSequence(y)) return { kind: 'series', element: both(elementOf(x), elementOf(y)), length: unknownDimension() }
  if (x.kind === 'record' && y.kind === 'record') {
    return { kind: 'record', fields: new Map([...x.fields].flatMap(([name, value]) => {
      const other = y.fields.get(name)
      return other === undefined ? [] : [[name, both(value, other)] as const]
    })) }
  }
  if (isBool(x) && isBool(y)) return x.kind === 'boolean' && y.kind === 'boolean' && x.value === y.value ? x : { kind: 'condition', fact: { kind: 'open' } }
  if (isBlock(x) && isBlock(y)) return { kind: 'open', type: 'block' }
  if (x.kind === 'string' && y.kind === 'string') return x.value === y.value ? x : { kind: 'open', type: 'string' }
  if (isNumber(x) && isNumber(y)) return { kind: 'open', type: 'float' }
  return { kind: 'open', type: 'any' }
}

const isBool = (value: Value): value is Extract<Value, { kind: 'boolean' | 'condition' }> => value.kind === 'boolean' || value.kind === 'condition'
const isBlock = (value: Value): boolean => value.kind === 'block' || value.kind === 'chain' || (value.kind === 'open' && value.type === 'block')
const isNumber = (value: Value): boolean => isScalar(value) || value.kind === 'quantity'

export type Sequence = Extract<Value, { kind: 'list' | 'series' }>
export const isSequence = (value: Value): value is Sequence => value.kind === 'list' || value.kind === 'series'

/** What stands for each item of a list. */
export function elementOf(value: Sequence): Value {
  if (value.kind === 'series') return value.element
  const [first, ...others] = value.items
  return others.reduce<Value>((sum, item) => join({ value: sum, assumed: [] }, { value: item, assumed: [] }), first ?? { kind: 'open', type: 'any' })
}

/** The more general of the two shapes, where one is: where C is D, f32[C] is an f32[D]. */
function joinShapes(a: Shape, whereA: readonly Fact[], b: Shape, whereB: readonly Fact[]): Shape {
  if (compareShapes(a, b, whereA).equal !== false) return hasRest(b) ? a : b
  if (compareShapes(b, a, whereB).equal !== false) return a
  if (a.length !== b.length) return unknownShape()
  return a.map((dim, index) => (compareDimensions(fromDim(dim), fromDim(b[index] ?? 0), []).equal === true ? dim : toDim(unknownDimension())))
}

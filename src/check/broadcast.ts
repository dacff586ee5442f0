import { constant, fromDim, type Dimension } from '../types/dimension.js'
import { counterexample, decide, type Fact } from '../types/fact.js'
import type { Dim, Shape } from '../types/tensor.js'
import { hasRest, unknownShape, type Verdict } from './compare.js'

export type Broadcast = { readonly shape: Shape } | { readonly shape: undefined; readonly verdict: Verdict }

/** The shape of an element-wise operation as NumPy has it: counted from the last, dimensions are equal or 1. */
export function broadcast(a: Shape, b: Shape, assumed: readonly Fact[] = []): Broadcast {
  if (a.join() === b.join() || b.length === 0) return { shape: a }
  if (a.length === 0) return { shape: b }
  if (hasRest(a) || hasRest(b)) return { shape: unknownShape() }
  const rank = Math.max(a.length, b.length)
  const shape: Dim[] = []
  for (let index = 0; index < rank; index++) {
    const [x, y] = [a[a.length - rank + index] ?? 1, b[b.length - rank + index] ?? 1]
    const verdict = combine(x, y, assumed)
    if (verdict.equal === false) return { shape: undefined, verdict }
    // Of two that agree, a number says more than a formula.
    shape.push(x === 1 || (typeof y === 'number' && y !== 1) ? y : x)
  }
  return { shape }
}

const one = constant(1)
const same = (left: Dimension, right: Dimension): Fact => ({ kind: 'compare', operator: '==', left, right })

function combine(x: Dim, y: Dim, assumed: readonly Fact[]): Verdict {
  const [left, right] = [fromDim(x), fromDim(y)]
  const claim: Fact = { kind: 'or', facts: [same(left, right), same(left, one), same(right, one)] }
  const holds = decide(claim)
  if (holds !== undefined) return holds ? { equal: true } : { equal: false, left, right }
  const example = counterexample(claim, assumed)
  return example === undefined ? { equal: undefined } : { equal: false, left, right, example }
}

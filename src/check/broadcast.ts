import type { Shape } from '../types/tensor.js'

/** The shape of an element-wise operation as NumPy has it: counted from the last, dimensions are equal or 1. */
export function broadcast(a: Shape, b: Shape): Shape | undefined {
  const rank = Math.max(a.length, b.length)
  const shape: (number | string)[] = []
  for (let index = 0; index < rank; index++) {
    const [x, y] = [a[a.length - rank + index] ?? 1, b[b.length - rank + index] ?? 1]
    if (x !== y && x !== 1 && y !== 1) return undefined
    shape.push(x === 1 ? y : x)
  }
  return shape
}

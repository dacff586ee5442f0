import { areaOf, cutSides, type Sides } from '../../types/places.js'
import type { Tensor } from '../../types/tensor.js'
import type { Move } from './step.js'

/** Of a box that was moved across an edge this share has to be left, but for rounding, or it is gone. */
const leastLeft = 0.25

/** Moves the boxes of one sample of f32[N, max, 5] with its image, cut at the image's edges. */
export function moveBoxes({ shape, data }: Tensor<'f32'>, sample: number, moves: readonly Move[]): void {
  const [, max = 0, size = 0] = shape
  for (let first = sample * max * size; first < (sample + 1) * max * size; first += size) {
    const [code = -1, left = 0, top = 0, right = 0, bottom = 0] = data.subarray(first, first + 5)
    if (code < 0) continue
    const before: Sides = [left, top, right, bottom]
    // What one step moved out, the next does not bring back.
    const after = moves.reduce((box, move) => cutSides(move(box)), before)
    const isLeft = areaOf(after) > 0 && areaOf(after) >= leastLeft * areaOf(before) - 1e-6
    data.set(isLeft ? [code, ...after] : [-1, 0, 0, 0, 0], first)
  }
}

import type { Calibrator } from './calibrator.js'

/** Levels that a magnitude has in 8 bits: 128 with a sign, and as many are compared without one. */
const levels = 128

export const entropy: Calibrator = {
  name: 'entropy',
  doc: 'the threshold at which the rounded values are spread most like the true ones (least divergence)',
  source: 'Migacz 2017, 8-bit Inference with TensorRT, the calibration algorithm',
  range(histogram) {
    const { min, max, count, positive, negative, width } = histogram
    if (count === 0) return { min: 0, max: 0 }
    // The magnitudes; the zeros behind a relu say nothing of where to cut and would drown the rest.
    const spread = positive.map((number, bin) => number + (negative[bin] ?? 0))
    spread[0] = 0
    let [best, least] = [spread.length, Infinity]
    for (let end = levels; end <= spread.length; end += levels / 8) {
      const found = divergence(spread, end)
      if (found <= least) [best, least] = [end, found]
    }
    const threshold = best * width
    return { min: Math.max(min, -threshold), max: Math.min(max, threshold) }
  },
}

/** KL(P ‖ Q): P the first `end` bins with all beyond in the last, Q the same in `levels` steps. */
function divergence(spread: Float64Array, end: number): number {
  const outside = spread.subarray(end).reduce((sum, number) => sum + number, 0)
  const total = spread.reduce((sum, number) => sum + number, 0)
  if (total === 0) return 0
  const inner = spread.subarray(0, end)
  const kept = total - outside
  if (kept === 0) return Infinity
  let sum = 0
  for (let level = 0; level < levels; level++) {
    const [from, to] = [Math.floor((level * end) / levels), Math.floor(((level + 1) * end) / levels)]
    const part = inner.subarray(from, to)
    const filled = part.filter((number) => number > 0).length
    const mean = filled === 0 ? 0 : part.reduce((all, number) => all + number, 0) / filled
    for (const [offset, number] of part.entries()) {
      const p = (number + (from + offset === end - 1 ? outside : 0)) / total
      if (p === 0) continue
      // An empty last bin that takes the outliers has no share in Q: smoothed, as the source does.
      const q = number > 0 ? mean / kept : 1e-4 / kept
      sum += p * Math.log(p / q)
    }
  }
  return sum
}

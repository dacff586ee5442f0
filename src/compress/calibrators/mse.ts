import { affine } from '../../passes/quantization/scheme.js'
import type { Calibrator } from './calibrator.js'

/** Shares of the whole range that are tried: 0.30, 0.31 … 1. */
const shares = Array.from({ length: 71 }, (_, step) => 0.3 + step / 100)

export const mse: Calibrator = {
  name: 'mse',
  doc: 'the range whose rounding and cutting change the values least, in squares',
  source: 'Banner et al. 2019, Post-training 4-bit quantization; grid over the range as in Nagel et al. 2021, section 3.1',
  range(histogram) {
    const { min, max, count } = histogram
    if (count === 0) return { min: 0, max: 0 }
    const bins = [...histogram.entries()]
    const error = (share: number): number => {
      const { scale, zero } = affine({ min: min * share, max: max * share })
      return bins.reduce((sum, [value, number]) => {
        const stored = Math.min(255, Math.max(0, Math.round(value / scale) + zero))
        return sum + number * (value - scale * (stored - zero)) ** 2
      }, 0)
    }
    let [best, least] = [1, Infinity]
    // From the widest: of equal errors the range that cuts less wins.
    for (const share of shares.toReversed()) {
      const found = error(share)
      if (found < least) [best, least] = [share, found]
    }
    return { min: min * best, max: max * best }
  },
}

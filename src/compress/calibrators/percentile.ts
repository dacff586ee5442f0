import type { Calibrator } from './calibrator.js'

/** Share of the values that lies inside. */
const inside = 0.99999

export const percentile: Calibrator = {
  name: 'percentile',
  doc: 'cuts the outermost 0.001% of the values, half at each end',
  source: 'Wu et al. 2020, Integer Quantization for Deep Learning Inference, section 3.2',
  range(histogram) {
    const { min, max, width, count } = histogram
    if (count === 0) return { min: 0, max: 0 }
    const bins = [...histogram.entries()]
    const spare = (count * (1 - inside)) / 2
    const edge = (entries: readonly (readonly [number, number])[]): number => {
      let seen = 0
      for (const [centre, number] of entries) {
        seen += number
        if (seen > spare) return centre
      }
      return 0
    }
    // Bins are as wide as they are: the true extremes bound what their outer edges say.
    return { min: Math.max(min, edge(bins) - width / 2), max: Math.min(max, edge(bins.toReversed()) + width / 2) }
  },
}

import { spansDecades } from '../../report/run/curve.js'

const bars = [...'▁▂▃▄▅▆▇█']

/** Values as a row of bars, at most `width` of them, from the smallest to the largest; logarithmic over more than a decade. */
export function sparkline(values: readonly number[], width: number): string {
  const shown = sampled(values.filter(Number.isFinite), width)
  const heights = spansDecades(shown, 10) ? shown.map(Math.log) : shown
  const least = Math.min(...heights)
  const range = Math.max(...heights) - least
  return heights.map((height) => bars[range === 0 ? 0 : Math.round(((height - least) / range) * (bars.length - 1))] ?? '').join('')
}

/** Means of as many stretches as there is room for. */
function sampled(values: readonly number[], width: number): readonly number[] {
  if (values.length <= width) return values
  return Array.from({ length: width }, (_, index) => {
    const part = values.slice(Math.floor((index * values.length) / width), Math.floor(((index + 1) * values.length) / width))
    return part.reduce((sum, value) => sum + value, 0) / part.length
  })
}

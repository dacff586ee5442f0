/** Numbers as people read them, in the units of the language. */

const significant = (value: number, digits = 3): string => {
  if (!Number.isFinite(value)) return String(value)
  const rounded = Number(value.toPrecision(digits))
  if (rounded !== 0 && Math.abs(rounded) < 1e-4) return rounded.toExponential()
  return Math.abs(rounded) >= 10 ** (digits - 1) ? Math.round(rounded).toString() : String(rounded)
}

/** `48.1 KB`: powers of 1000. */
export function formatBytes(bytes: number): string {
  for (const [unit, size] of [['GB', 1e9], ['MB', 1e6], ['KB', 1e3]] as const) {
    // Two decimals where one would round a file onto its limit: 59.96 KB is not 60.
    if (bytes >= size) return `${(bytes / size).toFixed(bytes / size < 100 ? 2 : 1)} ${unit}`
  }
  return `${bytes} B`
}

/** `1,234,567` */
export const formatCount = (count: number): string => Math.round(count).toString().replace(/\B(?=(\d{3})+$)/g, ',')

export const formatMs = (ms: number): string => (Number.isFinite(ms) ? `${ms < 1 ? ms.toFixed(3) : significant(ms)} ms` : 'not measured')

/** Metrics that run from 0 to 1 are shared out in hundredths. */
const isShare = (metric: string): boolean => /accuracy|f1|precision|recall|miou|mean_ap|map_|pck|auc|bleu|chrf/.test(metric)

/** `0.2500`, `8.75e+6`: a loss may be of any size. */
export const formatLoss = (value: number): string => (isPlain(value) ? value.toFixed(4) : value.toExponential(2))

/** Whether a number reads well without an exponent. */
export const isPlain = (value: number): boolean => value === 0 || !Number.isFinite(value) || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e4)

export function formatMetric(metric: string, value: number): string {
  if (!Number.isFinite(value)) return String(value)
  return isShare(metric) ? `${(value * 100).toFixed(2)}%` : significant(value, 4)
}

/** A difference of two metrics: `-0.25 pt`, or as a number. */
export function formatChange(metric: string, from: number, to: number): string {
  const change = to - from
  if (!Number.isFinite(change)) return ''
  const text = isShare(metric) ? `${(change * 100).toFixed(2)} pt` : significant(change, 3)
  return change >= 0 && !text.startsWith('-') ? `+${text}` : text
}

/** `11.1×` */
export const formatRatio = (ratio: number): string => (Number.isFinite(ratio) ? `${ratio >= 100 ? ratio.toFixed(0) : ratio.toFixed(ratio >= 10 ? 1 : 2)}×` : '')

const two = (value: number): string => String(value).padStart(2, '0')

/** `1 h 02 min`, `3 min 05 s`, `12 s` */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '?'
  const whole = Math.max(0, Math.round(seconds))
  if (whole >= 3600) return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`
  return whole >= 60 ? `${Math.floor(whole / 60)} min ${two(whole % 60)} s` : `${whole} s`
}

/** A value in the unit of a budget line. */
export function formatUnit(unit: string, value: number): string {
  if (unit === 'B') return formatBytes(value)
  if (unit === 'ms') return formatMs(value)
  if (unit === 'params' || unit === 'macs') return formatCount(value)
  return formatMetric(unit, value)
}

import type { TypedBudgetLine } from '../check/typed.js'
import type { Metrics } from '../train/types.js'

/** What a configuration was measured to be; what has not been measured yet is absent. */
export interface Measured {
  /** Bytes of the emitted file. */
  readonly size?: number
  readonly params?: number
  readonly macs?: number
  /** Milliseconds, by `latencyKey`. */
  readonly latency?: ReadonlyMap<string, number>
  /** On the validation part. */
  readonly metrics?: Metrics
}

export interface BudgetResult {
  /** The line as it is written. */
  readonly text: string
  readonly wanted: number
  readonly reached: number
  readonly met: boolean
  /** `B`, `params`, `macs`, `ms`, or the name of a metric. */
  readonly unit: string
}

type Subject = TypedBudgetLine['subject']

export const latencyKey = ({ batch, threads }: { readonly batch: number; readonly threads: number }): string => `${batch}x${threads}`

/** Lines that are known exactly from the graph alone, before any training. */
export const isStatic = ({ subject }: TypedBudgetLine): boolean => subject.kind !== 'metric' && subject.kind !== 'latency'

/** The bound as a number. `dense` are the uncompressed model's metrics on the same part. */
export function wanted(line: TypedBudgetLine, dense: Metrics): number {
  const { bound, subject } = line
  if (bound.kind === 'absolute') return bound.value
  const reference = subject.kind === 'metric' ? dense[subject.task]?.[subject.metric] : undefined
  if (reference === undefined) return NaN
  return bound.kind === 'offset' ? reference + bound.offset : reference * bound.factor
}

/** What the line speaks of, in a configuration; undefined where it was not measured. */
export function reached({ subject }: TypedBudgetLine, measured: Measured): number | undefined {
  if (subject.kind === 'latency') return measured.latency?.get(latencyKey(subject))
  if (subject.kind === 'metric') return measured.metrics?.[subject.task]?.[subject.metric]
  return measured[subject.kind]
}

const units: Record<Exclude<Subject['kind'], 'metric'>, string> = { size: 'B', params: 'params', macs: 'macs', latency: 'ms' }

/** What a line counts in. */
export const unitOf = ({ subject }: TypedBudgetLine): string => (subject.kind === 'metric' ? subject.metric : units[subject.kind])

/** Holds the lines that were measured against their bounds. */
export function judge(lines: readonly TypedBudgetLine[], measured: Measured, dense: Metrics): readonly BudgetResult[] {
  return lines.flatMap((line): BudgetResult[] => {
    const [value, bound] = [reached(line, measured), wanted(line, dense)]
    if (value === undefined) return []
    const met = line.comparison === '<=' ? value <= bound : value >= bound
    return [{ text: line.text, wanted: bound, reached: value, met, unit: unitOf(line) }]
  })
}

/** How far a missed line is from being met, relative to its bound; 0 where it is met, Infinity where that cannot be told. */
export function violation({ met, wanted: bound, reached: value }: BudgetResult): number {
  if (met) return 0
  const distance = Math.abs(value - bound) / Math.max(1e-12, Math.abs(bound))
  return Number.isNaN(distance) ? Infinity : distance
}

/** `58.2 KB`, `1.25 ms`, `0.9312`: for messages. */
export function formatReached({ reached: value, unit }: BudgetResult): string {
  switch (unit) {
    case 'B':
      return value >= 1e6 ? `${(value / 1e6).toFixed(2)} MB` : value >= 1e3 ? `${(value / 1e3).toFixed(1)} KB` : `${value} B`
    case 'ms':
      return value >= 1 ? `${value.toFixed(2)} ms` : `${(value * 1e3).toFixed(1)} us`
    case 'params':
    case 'macs':
      return value >= 1e6 ? `${(value / 1e6).toFixed(2)}M ${unit}` : value >= 1e3 ? `${(value / 1e3).toFixed(1)}k ${unit}` : `${value} ${unit}`
    default:
      return value.toFixed(4)
  }
}

/** Which pictures show a run, and the lines in each. */
import { formatMetric } from '../../format.js'
import { spansDecades, type Curve } from '../curve.js'
import type { History } from './history.js'

export interface Line {
  /** Index of its task; undefined for what is of no task. */
  readonly task?: number
  readonly name: string
  /** By epochs done; NaN interrupts the line. */
  readonly points: readonly (readonly [x: number, y: number])[]
  /** Its last value as it is written. */
  readonly last: string
}

export interface Panel {
  readonly title: string
  readonly scale: 'linear' | 'log'
  /** Whether the axis begins at 0. */
  readonly fromZero: boolean
  readonly lines: readonly Line[]
  /** Whether values are written as percentages. */
  readonly percent?: boolean
  /** Where a mark stands: the best epoch. */
  readonly mark?: number
}

const short = (value: number): string => String(Number(value.toPrecision(3)))

/** Those that there is something to show of. */
export function panels(history: History): readonly Panel[] {
  const { about, losses, taskWeights, rate, gradientNorm } = history
  const ofCurve = (name: string, curve: Curve | undefined, task?: number): readonly Line[] => {
    const points = (curve?.points ?? []).map(({ step, value }) => [step / about.stepsPerEpoch, value] as const)
    const last = points.at(-1)?.[1]
    return last === undefined ? [] : [{ name, points, last: short(last), ...(task === undefined ? {} : { task }) }]
  }
  const ofTasks = (curves: Readonly<Record<string, Curve>>) => about.tasks.flatMap(({ name }, index) => ofCurve(name, curves[name], index))
  const drawn: readonly Panel[] = [
    scaled('training loss', ofTasks(losses)),
    ...metricPanels(history),
    scaled('task weights, as applied', ofTasks(taskWeights)),
    { title: 'learning rate', scale: 'linear', fromZero: true, lines: ofCurve('', rate) },
    scaled('gradient norm', ofCurve('', gradientNorm)),
  ]
  return drawn.filter(({ lines }) => lines.length > 0)
}

function scaled(title: string, lines: readonly Line[]): Panel {
  const log = spansDecades(lines.flatMap(({ points }) => points.map(([, y]) => y)))
  return { title: log ? `${title}, log scale` : title, scale: log ? 'log' : 'linear', fromZero: true, lines }
}

/** A panel for each metric, with the tasks that have it. */
function metricPanels({ about, validations, bestEpoch }: History): readonly Panel[] {
  const names = [...new Set(about.tasks.flatMap(({ metrics }) => metrics.map(({ name }) => name)))]
  return names.map((metric) => ({
    title: `${metric} on the validation part`,
    scale: 'linear',
    fromZero: false,
    percent: formatMetric(metric, 1).endsWith('%'),
    lines: about.tasks.flatMap(({ name, metrics }, task) => {
      const points = validations.map(({ epoch, metrics: values }) => [epoch, values[name]?.[metric] ?? Number.NaN] as const)
      const last = points.at(-1)?.[1]
      return metrics.every((each) => each.name !== metric) || last === undefined || points.every(([, y]) => Number.isNaN(y)) ? [] : [{ task, name, points, last: formatMetric(metric, last) }]
    }),
    ...(bestEpoch === undefined ? {} : { mark: bestEpoch }),
  }))
}

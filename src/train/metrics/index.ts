import { accuracy } from './accuracy.js'
import { macroF1 } from './macro_f1.js'
import { mae } from './mae.js'
import type { Metric } from './metric.js'
import { r2 } from './r2.js'
import { rmse } from './rmse.js'
import { spanF1 } from './span_f1.js'
import { tokenAccuracy } from './token_accuracy.js'

export const metrics: ReadonlyMap<string, Metric> = new Map([accuracy, macroF1, mae, rmse, r2, tokenAccuracy, spanF1].map((metric) => [metric.name, metric]))

export function metricNamed(name: string): Metric {
  const metric = metrics.get(name)
  if (metric === undefined) throw new Error(`there is no metric called ${name}`)
  return metric
}

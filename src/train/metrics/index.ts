import { accuracy } from './accuracy.js'
import { bleu } from './bleu.js'
import { chrf } from './chrf.js'
import { macroF1 } from './macro_f1.js'
import { mae } from './mae.js'
import { map50 } from './map_50.js'
import { map5095 } from './map_50_95.js'
import { meanAp } from './mean_ap.js'
import type { Metric } from './metric.js'
import { microF1 } from './micro_f1.js'
import { miou } from './miou.js'
import { pck } from './pck.js'
import { perplexity } from './perplexity.js'
import { pixelAccuracy } from './pixel_accuracy.js'
import { r2 } from './r2.js'
import { rmse } from './rmse.js'
import { spanF1 } from './span_f1.js'
import { tokenAccuracy } from './token_accuracy.js'

const all: readonly Metric[] = [
  accuracy, macroF1, mae, rmse, r2, microF1, meanAp, miou, pixelAccuracy, map50, map5095, pck, tokenAccuracy, spanF1, perplexity, bleu, chrf,
]

export const metrics: ReadonlyMap<string, Metric> = new Map(all.map((metric) => [metric.name, metric]))

export function metricNamed(name: string): Metric {
  const metric = metrics.get(name)
  if (metric === undefined) throw new Error(`there is no metric called ${name}`)
  return metric
}

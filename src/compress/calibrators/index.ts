import type { Calibrator } from './calibrator.js'
import { entropy } from './entropy.js'
import { minmax } from './minmax.js'
import { mse } from './mse.js'
import { percentile } from './percentile.js'

/** The calibrators that `quantize int8(calibrate = …)` can name. */
export const calibrators: ReadonlyMap<string, Calibrator> = new Map(
  [minmax, percentile, mse, entropy].map((calibrator) => [calibrator.name, calibrator]),
)

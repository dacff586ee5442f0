import type { Range } from '../../passes/quantization/scheme.js'
import type { Histogram } from '../histogram.js'

/** Chooses the range of an activation from how its values are spread. */
export interface Calibrator {
  readonly name: string
  readonly doc: string
  readonly source: string
  range(histogram: Histogram): Range
}

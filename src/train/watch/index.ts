import type { AnyDetector } from './detector.js'
import { gradientExplosion } from './gradient-explosion.js'
import { lossScales } from './loss-scales.js'
import { stalledTask } from './stalled-task.js'

/** Everything that a run is watched for. */
export const detectors: readonly AnyDetector[] = [lossScales, stalledTask, gradientExplosion]

/** The detectors' states, by name; JSON. */
export type WatchState = Readonly<Record<string, unknown>>

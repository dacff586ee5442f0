import type { Begin, Progress } from '../../train/progress.js'

/** So many steps of a run are kept at most. */
const most = 10_000

/** Which steps of a run are kept: every one of a short run, every nth of a long one; the same whenever the run was interrupted. */
export const keepsStep = ({ epochs, stepsPerEpoch }: Pick<Begin, 'epochs' | 'stepsPerEpoch'>, step: number): boolean =>
  step % Math.ceil((epochs * stepsPerEpoch) / most) === 0

/** Whether an event is kept; `about` is the run that it belongs to. */
export const isKept = (event: Progress, about: Begin | undefined): boolean => event.kind !== 'step' || about === undefined || keepsStep(about, event.step)

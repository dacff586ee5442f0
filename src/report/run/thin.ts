import type { Begin, Progress } from '../../train/progress.js'

/** So many steps of a run are kept at most, and so many epochs. */
const mostSteps = 10_000
const mostEpochs = 2000

/** Which steps of a run are kept: every one of a short run, every nth of a long one; the same whenever the run was interrupted. */
export const keepsStep = ({ epochs, stepsPerEpoch }: Pick<Begin, 'epochs' | 'stepsPerEpoch'>, step: number): boolean =>
  step % Math.ceil((epochs * stepsPerEpoch) / mostSteps) === 0

/** Whether an event is kept; `about` is the run that it belongs to. */
export function isKept(event: Progress, about: Begin | undefined): boolean {
  if (about === undefined) return true
  if (event.kind === 'epoch') return event.epoch % Math.ceil(about.epochs / mostEpochs) === 0
  return event.kind !== 'step' || keepsStep(about, event.step)
}

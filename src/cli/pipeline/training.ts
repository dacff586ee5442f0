import { Failure } from '../../diagnostics/diagnostic.js'
import { inspectCheckpoint } from '../../train/checkpoint.js'
import { trainModel } from '../../train/train.js'
import type { Trained } from '../../train/types.js'
import { Interrupted } from '../exit.js'
import type { Workplace } from './setup.js'

/** `always`: whatever the folder holds must be gone on from. `matching`: what fits is used. `never`: a new beginning. */
export type Resume = 'always' | 'matching' | 'never'

/** Trains, or takes what a checkpoint of the very same run holds. Ends in `Interrupted` where the user stops it. */
export async function trainedModel(workplace: Workplace, resume: Resume): Promise<Trained> {
  const { graph, model, train, dataset, engine, signal, progress, checkpoint, show } = workplace
  const found = await matching(workplace)
  const resumed = resume === 'always' || (resume === 'matching' && found !== undefined)
  if (resume === 'matching' && found !== undefined) {
    progress.note(
      found.finished
        ? `train: ${show(checkpoint.directory)} holds this model, trained from the same program, data and settings; it is used`
        : `train: going on from ${show(checkpoint.directory)}, after epoch ${found.epoch}`,
    )
  }
  const trained = await trainModel({
    graph,
    model,
    train,
    dataset,
    engine,
    signal,
    onProgress: progress.show,
    checkpoint: { ...checkpoint, resume: resumed },
  })
  progress.clear()
  if (trained.interrupted) throw new Interrupted(`interrupted: a checkpoint is in ${show(checkpoint.directory)}`)
  return trained
}

/** The state of a checkpoint that this run could go on from; one that is damaged counts as none. */
async function matching({ checkpoint }: Workplace): Promise<{ readonly finished: boolean; readonly epoch: number } | undefined> {
  try {
    const state = await inspectCheckpoint(checkpoint.directory)
    return state?.key === checkpoint.key ? state : undefined
  } catch (error) {
    if (error instanceof Failure) return undefined
    throw error
  }
}

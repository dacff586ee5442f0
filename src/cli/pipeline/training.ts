import { Failure } from '../../diagnostics/diagnostic.js'
import { checkpointUnreadable } from '../../diagnostics/run.js'
import { inspectCheckpoint } from '../../train/checkpoint.js'
import { trainModel } from '../../train/train.js'
import type { Trained } from '../../train/types.js'
import { Interrupted } from '../exit.js'
import type { Workplace } from './setup.js'

/** `always`: whatever the folder holds must be gone on from. `matching`: what fits is used. `never`: a new beginning. */
export type Resume = 'always' | 'matching' | 'never'

/** Trains, or takes what a checkpoint of the very same run holds. Ends in `Interrupted` where the user stops it. */
export async function trainedModel(workplace: Workplace, resume: Resume): Promise<Trained> {
  const { progress, checkpoint, show } = workplace
  if (resume === 'always') await tellOfMatching(workplace)
  const trained = (resume === 'matching' ? await fromMatching(workplace) : undefined) ?? (await descend(workplace, resume === 'always'))
  progress.clear()
  if (trained.interrupted) throw new Interrupted(`interrupted: a checkpoint is in ${show(checkpoint.directory)}`)
  return trained
}

async function descend({ graph, model, train, initial, dataset, engine, signal, tell, record, checkpoint }: Workplace, resume: boolean): Promise<Trained> {
  const trained = await trainModel({ graph, model, train, initial, dataset, engine, signal, onProgress: tell, checkpoint: { ...checkpoint, resume, beforeSave: () => record.sync() } })
  await record.flush()
  return trained
}

/** Goes on from the folder's checkpoint, where it is of this very run; one that is damaged is told of and counts as none. */
async function fromMatching(workplace: Workplace): Promise<Trained | undefined> {
  try {
    return (await tellOfMatching(workplace)) ? await descend(workplace, true) : undefined
  } catch (error) {
    const unreadable = error instanceof Failure ? error.diagnostics.find(({ code }) => code === checkpointUnreadable.code) : undefined
    if (unreadable === undefined) throw error
    workplace.progress.note(`train: ${unreadable.message}; training begins anew`)
    return undefined
  }
}

/** Whether the folder holds a checkpoint of this very run; says so. */
async function tellOfMatching({ progress, checkpoint, show }: Workplace): Promise<boolean> {
  const found = await inspectCheckpoint(checkpoint.directory)
  if (found?.key !== checkpoint.key) return false
  progress.note(
    found.finished
      ? `train: ${show(checkpoint.directory)} holds this model, trained from the same program, data and settings; it is used`
      : `train: going on from ${show(checkpoint.directory)}, after epoch ${found.epoch}${found.step === 0 ? '' : ` and ${found.step} steps`}`,
  )
  return true
}

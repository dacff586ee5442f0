import { Failure } from '../../diagnostics/diagnostic.js'
import { checkpointUnreadable } from '../../diagnostics/run.js'
import { inspectCheckpoint } from '../../train/checkpoint.js'
import { differences } from '../../train/made.js'
import { trainModel } from '../../train/train.js'
import type { Trained } from '../../train/types.js'
import { Interrupted } from '../exit.js'
import type { Workplace } from './setup.js'

/** `always`: whatever the folder holds must be gone on from. `matching`: what fits is used. `never`: a new beginning. */
export type Resume = 'always' | 'matching' | 'never'

/** Trains, or takes what a checkpoint of the very same run holds. Ends in `Interrupted` where the user stops it. */
export async function trainedModel(workplace: Workplace, resume: Resume): Promise<Trained> {
  const { progress, checkpoint, show } = workplace
  const trained = resume === 'always' ? await goOn(workplace) : ((await fromMatching(workplace, resume)) ?? (await descend(workplace, false)))
  progress.clear()
  if (trained.interrupted) throw new Interrupted(`interrupted: a checkpoint is in ${show(checkpoint.directory)}`)
  return trained
}

async function descend({ graph, model, train, initial, dataset, engine, signal, tell, record, checkpoint }: Workplace, resume: boolean): Promise<Trained> {
  const trained = await trainModel({ graph, model, train, initial, dataset, engine, signal, onProgress: tell, checkpoint: { ...checkpoint, resume, beforeSave: () => record.sync() } })
  await record.flush()
  return trained
}

async function goOn(workplace: Workplace): Promise<Trained> {
  await tellOfMatching(workplace, 'always')
  return descend(workplace, true)
}

/** Goes on from the folder's checkpoint, where it is of this very run; one that is damaged is told of and counts as none. */
async function fromMatching(workplace: Workplace, resume: Resume): Promise<Trained | undefined> {
  try {
    return (await tellOfMatching(workplace, resume)) ? await descend(workplace, true) : undefined
  } catch (error) {
    const unreadable = error instanceof Failure ? error.diagnostics.find(({ code }) => code === checkpointUnreadable.code) : undefined
    if (unreadable === undefined) throw error
    workplace.progress.note(`train: ${unreadable.message}; training begins anew`)
    return undefined
  }
}

/** Says what the folder's checkpoint is to this run, and whether it is of this very run. */
async function tellOfMatching({ progress, checkpoint, show }: Workplace, resume: Resume): Promise<boolean> {
  const found = await inspectCheckpoint(checkpoint.directory)
  if (found === undefined) return false
  const place = show(checkpoint.directory)
  const differing = differences(found.made, checkpoint.made)
  if (differing.length > 0) {
    // One that must be gone on from is an error, which says the same.
    if (resume !== 'always') progress.note(`train: the checkpoint in ${place} was made otherwise (${differing.join('; ')}); training begins anew`)
    return false
  }
  if (resume === 'never') {
    progress.note(`train: the checkpoint in ${place} is of this very run; without \`--resume\`, training begins anew`)
    return false
  }
  progress.note(
    found.finished
      ? `train: ${place} holds this model, trained from the same program, data and settings; it is used`
      : `train: going on from ${place}, after epoch ${found.epoch}${found.step === 0 ? '' : ` and ${found.step} steps`}`,
  )
  return true
}

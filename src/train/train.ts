/** The training loop: steps, validation, selection, checkpoints, progress. */
import type { TypedModel, TypedTrain } from '../check/typed.js'
import type { Dataset } from '../data/dataset.js'
import { Failure } from '../diagnostics/diagnostic.js'
import { checkpointMismatch, noSamples, noTargets } from '../diagnostics/run.js'
import type { Engine } from '../engine/engine.js'
import type { Graph, Weights } from '../ir/graph.js'
import { CheckpointFolder, type Checkpoint } from './checkpoint.js'
import type { Teacher } from './distill.js'
import { refuseForesight } from './foresight.js'
import { initialize } from './initialize.js'
import { differences, type Made } from './made.js'
import type { OnProgress } from './progress.js'
import { Run } from './run.js'
import type { Trained } from './types.js'

export interface TrainOptions {
  /** The model's graph, mode-neutral. */
  readonly graph: Graph
  readonly model: TypedModel
  readonly train: TypedTrain
  readonly dataset: Dataset
  readonly engine: Engine
  /** Values to begin with, by parameter; others are drawn by the train's seed. */
  readonly initial?: Weights | undefined
  /** Instead of the file's. */
  readonly epochs?: number | undefined
  /** What progress is labelled with. */
  readonly stage?: string | undefined
  readonly teacher?: Teacher | undefined
  /** Parameters that keep their values, beside those that `freeze` names. */
  readonly frozen?: ((parameter: string) => boolean) | undefined
  readonly checkpoint?: CheckpointOptions | undefined
  readonly learningRateScale?: number | undefined
  /** Ends the run after the step that is under way, with a checkpoint. */
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: OnProgress | undefined
}

export interface CheckpointOptions {
  readonly directory: string
  /** Goes on from what the folder holds, to the same bits as a run that was never interrupted. */
  readonly resume: boolean
  /** All that the run depends on; a checkpoint that was made from anything else is not resumed. */
  readonly made: Made
  /** A checkpoint is written after each epoch, and after this many seconds within one. Default 60. */
  readonly seconds?: number
  /** Called before each is written: what was told until then must be kept by whoever keeps it. */
  readonly beforeSave?: () => void
}

/**
 * Trains a model and gives the weights of the epoch that did best on the validation part: by the mean of
 * the tasks' first metrics (see selection.ts). Given first values compete as those of epoch 0. Without a validation
 * part, the last epoch's. With `average`, weights are the averaged ones wherever they are judged or given. A last batch of one sample is left out of each epoch (see run.ts).
 */
export async function trainModel(options: TrainOptions): Promise<Trained> {
  const { dataset, checkpoint } = options
  if (dataset.count('train') === 0) throw new Failure(noSamples({ data: dataset.data.name, part: 'train' }))
  requireTargets(options)
  const folder = checkpoint === undefined ? undefined : new CheckpointFolder(checkpoint.directory)
  const found = checkpoint?.resume === true ? await resumable(checkpoint, folder, options) : undefined
  // Further training, of what compression made of a model, changes nothing in what its tasks see.
  if (found === undefined && options.stage === undefined) await refuseForesight(options)
  const initial = new Map([...initialize(options.graph, options.train.seed), ...selected(options)])
  const run = new Run(options, initial, folder, found)
  try {
    return await run.finish()
  } finally {
    await run.close()
  }
}

/** A task without any target would stay as it began; one that has a teacher need not have its own. */
function requireTargets({ model, dataset, teacher }: TrainOptions): void {
  if (teacher !== undefined) return
  const untaught = model.tasks.filter(({ target }) => dataset.count('train', target.name) === 0)
  if (untaught.length > 0) throw new Failure(...untaught.map(({ name, target }) => noTargets({ task: name, data: dataset.data.name }, { span: target.span })))
}

/** The given first values, of parameters that the graph has. */
function selected({ graph, initial }: TrainOptions): Weights {
  const names = new Set(graph.parameters.map(({ name }) => name))
  return new Map([...(initial ?? [])].filter(([name]) => names.has(name)))
}

async function resumable(
  checkpoint: CheckpointOptions,
  folder: CheckpointFolder | undefined,
  { onProgress, stage }: TrainOptions,
): Promise<Checkpoint | undefined> {
  const found = await folder?.load()
  if (found === undefined) {
    onProgress?.({ kind: 'note', stage: stage ?? 'train', time: Date.now(), message: 'there is no checkpoint to resume: starting from the beginning' })
    return undefined
  }
  const differing = differences(found.state.made, checkpoint.made)
  if (differing.length > 0) throw new Failure(checkpointMismatch({ folder: checkpoint.directory, differing }))
  return found
}

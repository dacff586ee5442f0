import { availableParallelism } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { defaultTrain } from '../../check/train.js'
import type { TypedCompress, TypedModel, TypedProgram, TypedTrain } from '../../check/typed.js'
import type { Dataset } from '../../data/dataset.js'
import { openDataset } from '../../data/open.js'
import type { Engine } from '../../engine/engine.js'
import { createEngine } from '../../engine/onnxruntime.js'
import { Failure } from '../../diagnostics/diagnostic.js'
import { renderPretty } from '../../diagnostics/render.js'
import { version } from '../../host/version.js'
import type { Graph, Weights } from '../../ir/graph.js'
import { withClassWeights } from '../../lower/class-weights.js'
import { lowerModel } from '../../lower/model.js'
import { runFolder, type RunFolder } from '../../report/run/folder.js'
import { lockFolder } from '../../storage/lock.js'
import type { Made } from '../../train/made.js'
import type { OnProgress } from '../../train/progress.js'
import type { Statistics } from '../../types/statistics.js'
import { Interrupted, UsageError } from '../exit.js'
import { loadProgram, locating, pickModel, type Loaded } from '../front.js'
import { interruptible } from '../interrupt.js'
import { progressView } from '../progress/index.js'
import type { ProgressView } from '../progress/view.js'
import { shownPath, type Terminal } from '../terminal.js'
import type { EngineName } from '../options.js'
import { engines } from './engines.js'
import { madeFrom } from './hashes.js'
import { initialWeights } from './initial.js'
import { measureStatistics } from './statistics.js'

/** What `train` and `compile` are asked for. */
export interface Request {
  readonly file: string
  readonly output: string
  readonly set: readonly string[]
  /** Seconds. */
  readonly checkpointEvery: number
  readonly model?: string
  readonly engine: EngineName
  readonly seed?: number
  readonly threads?: number
  readonly quiet: boolean
}

/** Everything that is open while a command works. */
export interface Workplace {
  readonly loaded: Loaded
  readonly model: TypedModel
  readonly train: TypedTrain
  readonly compress: TypedCompress | undefined
  readonly directory: string
  readonly dataset: Dataset
  readonly statistics: ReadonlyMap<string, Statistics>
  readonly graph: Graph
  /** What `init from` gives; undefined where all begins at random. */
  readonly initial: Weights | undefined
  /** What trains and evaluates. */
  readonly engine: Engine
  /** What opens emitted files: the engine that their users have. */
  readonly files: Engine
  readonly threads: number
  /** Where the training's checkpoint lies, and what it must be of. */
  readonly checkpoint: { readonly directory: string; readonly made: Made; readonly seconds: number }
  readonly progress: ProgressView
  /** The files that show the run: `run/` in the folder. */
  readonly record: RunFolder
  /** Shows what the run tells, and keeps it in these files. */
  readonly tell: OnProgress
  readonly signal: AbortSignal
  readonly terminal: Terminal
  readonly show: (path: string) => string
}

/** How many samples there are; of targets that some lack, how many have them. */
export function samplesText({ data, tasks }: TypedModel, dataset: Dataset): string {
  const parts = ['train', 'validation', 'test'] as const
  const [train, validation, test] = parts.map((part) => dataset.count(part))
  const known = tasks.map(({ target }) => ({ name: target.name, counts: parts.map((part) => dataset.count(part, target.name)) }))
  const partly = known.filter(({ counts }) => parts.some((part, index) => counts[index] !== dataset.count(part)))
  const targets = partly.map(({ name, counts }) => ` (with \`${name}\`: ${counts.join(', ')})`)
  return `${data.name}: ${train} training, ${validation} validation, ${test} test samples${targets.join('')}`
}

/** The model that is asked for and how it is trained: by its `train` block, or by the defaults. Without a name, one with a block goes first. */
function chosenModel({ models, trains }: TypedProgram, { file, model: name, set }: Request): { readonly model: TypedModel; readonly train: TypedTrain } {
  const trainOf = (model: TypedModel): TypedTrain | undefined => trains.find((train) => train.model === model.name)
  const trained = models.filter((model) => trainOf(model) !== undefined)
  const model = name === undefined && trained.length > 0 ? pickModel(trained, name, file, 'model', ' with a `train` block') : pickModel(models, name, file, 'model')
  const train = trainOf(model)
  if (train === undefined && set.some((setting) => setting.trimStart().startsWith('train.'))) {
    throw new UsageError(`\`--set\` changes the \`train\` blocks of ${file}, and ${model.name} has none`, `write \`train ${model.name} {}\` into it`)
  }
  return { model, train: train ?? defaultTrain(model) }
}

/** Checks the file, takes the folder, opens data and engine, does the work, and puts everything away again. */
export async function withWorkplace<T>(request: Request, terminal: Terminal, work: (workplace: Workplace) => Promise<T>): Promise<T> {
  const { file, quiet } = request
  const loaded = await loadProgram(file, terminal, quiet, request.set)
  const { program, sources } = loaded
  const { model, train } = chosenModel(program, request)

  const directory = resolve(terminal.directory, request.output)
  const show = shownPath(terminal.directory)
  const progress = progressView(terminal, quiet, (finding) => renderPretty(finding, { sources, show, colors: terminal.errColors }))
  const stopping = (): void => {
    progress.clear()
    terminal.err('stopping: saving what there is (Ctrl-C again quits at once)\n')
  }
  return locating(sources, () =>
    interruptible(stopping, async (signal) => {
      const open: (() => Promise<void>)[] = []
      let begun = false
      try {
        const dataset = await openDataset(model.data, { directory: dirname(program.path), signal })
        open.push(() => dataset.close())
        signal.throwIfAborted()
        if (dataset.skipped > 0) progress.note(`${model.data.name}: ${dataset.skipped} bad rows skipped`)
        progress.note(samplesText(model, dataset))
        // Nothing is written before this, and no folder is made for a run that cannot begin.
        open.push(await lockFolder(directory))
        const record = runFolder(join(directory, 'run'))
        open.push(() => record.close())
        const statistics = await measureStatistics(model, dataset)
        const threads = request.threads ?? availableParallelism()
        const files = await createEngine({ threads })
        open.push(() => files.close())
        const engine = await engines[request.engine](files)
        open.push(() => engine.close())
        if (engine !== files) progress.note(`training runs in ${engine.name} ${engine.version}`)
        signal.throwIfAborted()
        begun = true

        const settings: TypedTrain = request.seed === undefined ? train : { ...train, seed: request.seed }
        const graph = lowerModel(model, statistics)
        const weighed = withClassWeights(model, statistics)
        const checkpoint = join(directory, 'checkpoint')
        const initial = await initialWeights({ init: train.init, graph, loaded, directory, checkpoint, terminal, quiet, progress })
        const made = madeFrom({ graph, model: weighed, statistics, train: settings, initial, data: dataset.hash, threads, version, engine: `${engine.name} ${engine.version}` })
        return await work({
          loaded,
          model: weighed,
          train: settings,
          compress: program.compresses.find((candidate) => candidate.model === model.name),
          directory,
          dataset,
          statistics,
          graph,
          initial,
          engine,
          files,
          threads,
          checkpoint: { directory: checkpoint, made, seconds: request.checkpointEvery },
          progress,
          record,
          tell: (event) => {
            // A second Ctrl-C may end the process at any time: nothing is to be drawn then.
            if (event.kind !== 'step' || !signal.aborted) progress.show(event)
            record.see(event)
          },
          signal,
          terminal,
          show,
        })
      } catch (error) {
        // Work that was told to stop may end in whatever it was doing; a finding about the disk still counts.
        if (!signal.aborted || error instanceof Failure || error instanceof Interrupted) throw error
        throw new Interrupted(begun ? 'interrupted: the same command goes on from what was saved' : 'interrupted before training began')
      } finally {
        progress.clear()
        // What cannot be closed must not keep the rest open, the folder's lock least of all.
        for (const close of open.toReversed()) await close().catch(() => undefined)
      }
    }),
  )
}

/** Tells what a run does, in the order of the events, and of what is found in watching them. */
import type { TypedModel, TypedTrain } from '../check/typed.js'
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import { metricNamed } from './metrics/index.js'
import type { Begin, ByTask, EpochDone, OnProgress, Progress, StepDone } from './progress.js'
import type { Trained } from './types.js'
import { detectors, type WatchState } from './watch/index.js'
import type { Found } from './watch/detector.js'

interface TellerOptions {
  readonly stage: string
  readonly model: TypedModel
  readonly train: TypedTrain
  readonly epochs: number
  readonly stepsPerEpoch: number
  readonly samples: Begin['samples']
  /** Whether it is looked for trouble. */
  readonly watches: boolean
  /** Of a run that goes on. */
  readonly watch?: WatchState | undefined
  readonly onProgress?: OnProgress | undefined
  /** Norms of the tasks' own gradients on the batch of the step that was told last. */
  readonly gradientNorms: () => Promise<ByTask>
}

/** What a step measured; values in the order of the tasks. */
export interface MeasuredStep {
  readonly step: number
  readonly epoch: number
  readonly samples: number
  readonly losses: readonly number[]
  /** False where a task had no target in the batch. */
  readonly present: readonly boolean[]
  readonly alpha: readonly number[]
  readonly rate: number
  readonly gradientNorm: number | undefined
}

export class Teller {
  readonly #options: TellerOptions
  readonly #tasks: readonly string[]
  #about: Begin | undefined
  #watch: WatchState
  /** Of the epoch that is under way, in this process. */
  #pace = { began: performance.now(), steps: 0, samples: 0 }

  constructor(options: TellerOptions) {
    this.#options = options
    this.#tasks = options.model.tasks.map(({ name }) => name)
    this.#watch = options.watch ?? {}
  }

  get watch(): WatchState {
    return this.#watch
  }

  /** Values in the order of the tasks, by their names. */
  byTask = (value: (index: number) => number): ByTask => Object.fromEntries(this.#tasks.map((name, index) => [name, value(index)]))

  begin(position: Pick<Begin, 'step' | 'epoch' | 'best'>): void {
    const { stage, model, train, epochs, stepsPerEpoch, samples, watches } = this.#options
    this.#about = {
      kind: 'begin', stage, time: Date.now(), ...position,
      model: model.name,
      tasks: model.tasks.map(({ name, loss, weight, metrics }) => ({
        name, loss: loss.name, weight,
        metrics: metrics.map((metric) => {
          const { direction, unit } = metricNamed(metric.name)
          return { name: metric.name, direction, unit }
        }),
      })),
      optimizer: train.optimizer.name, schedule: train.schedule.name, balance: train.balance.name,
      ...(train.clip === undefined ? {} : { clip: train.clip.name }),
      epochs, stepsPerEpoch, batch: train.batch, samples, seed: train.seed,
    }
    const about = this.#about
    if (watches) this.#watch = Object.fromEntries(detectors.map(({ name, init }) => [name, this.#watch[name] ?? init(about)]))
    this.#tell(about)
  }

  /** From here on the pace is measured anew. */
  epochBegins(): void {
    this.#pace = { began: performance.now(), steps: 0, samples: 0 }
  }

  async step({ losses, present, alpha, samples, gradientNorm, ...step }: MeasuredStep): Promise<void> {
    if (this.#options.onProgress === undefined) return
    this.#pace.steps += 1
    this.#pace.samples += samples
    const seconds = Math.max(1e-6, performance.now() - this.#pace.began) / 1000
    const { stage, epochs, stepsPerEpoch } = this.#options
    const event: StepDone = {
      kind: 'step', stage, time: Date.now(), ...step,
      losses: Object.fromEntries(this.#tasks.flatMap((name, index) => (present[index] === false ? [] : [[name, losses[index] ?? Number.NaN]]))),
      taskWeights: this.byTask((index) => alpha[index] ?? 0),
      ...(gradientNorm === undefined ? {} : { gradientNorm }),
      samplesPerSecond: this.#pace.samples / seconds,
      secondsLeft: ((epochs * stepsPerEpoch - step.step) * seconds) / this.#pace.steps,
    }
    await this.#tellWatched(event)
  }

  epoch(epoch: Omit<EpochDone, 'kind' | 'stage' | 'time' | 'epochs'>): Promise<void> {
    const { stage, epochs } = this.#options
    return this.#tellWatched({ kind: 'epoch', stage, time: Date.now(), epochs, ...epoch })
  }

  note(message: string): void {
    this.#tell({ kind: 'note', stage: this.#options.stage, time: Date.now(), message })
  }

  /** Without tasks, it is about those that its text names. */
  finding(step: number, finding: Diagnostic, tasks?: readonly string[]): void {
    const named = tasks ?? this.#tasks.filter((task) => finding.message.includes(`\`${task}\``))
    this.#tell({ kind: 'finding', stage: this.#options.stage, time: Date.now(), step, tasks: named, finding })
  }

  end(step: number, { epochsRun, bestEpoch, validation, interrupted }: Trained): void {
    this.#tell({ kind: 'end', stage: this.#options.stage, time: Date.now(), step, epochs: epochsRun, bestEpoch, validation, interrupted })
  }

  #tell(event: Progress): void {
    this.#options.onProgress?.(event)
  }

  async #tellWatched(event: StepDone | EpochDone): Promise<void> {
    this.#tell(event)
    const about = this.#about
    if (!this.#options.watches || about === undefined) return
    for (const { name, see } of detectors) {
      const { state, found = [] } = see(this.#watch[name], event, about)
      this.#watch = { ...this.#watch, [name]: state }
      for (const each of typeof found === 'function' ? [found(await this.#options.gradientNorms())] : found) this.#warn(event.step, each)
    }
  }

  /** Points at the task that the finding is about first. */
  #warn(step: number, { tasks, finding }: Found): void {
    const span = this.#options.model.tasks.find(({ name }) => name === tasks[0])?.span
    this.finding(step, span === undefined ? finding : { ...finding, span }, tasks)
  }
}

import { totalmem } from 'node:os'
import type { Balance, BalanceParameters, BalanceState, BalanceTask } from '../balance/balance.js'
import { balanceNamed } from '../balance/index.js'
import type { TypedModel } from '../check/typed.js'
import { Failure } from '../diagnostics/diagnostic.js'
import { lossNotFinite, noTargetsToValidate, weightsNotFinite } from '../diagnostics/run.js'
import type { Feeds, Session } from '../engine/engine.js'
import type { Weights } from '../ir/graph.js'
import { covers } from '../ir/path.js'
import { hashOfWeights } from '../storage/hash.js'
import type { TargetType } from '../types/field.js'
import { f32 } from '../types/tensor.js'
import { turnOf, updatesPerEpoch } from './accumulation.js'
import { ahead } from './ahead.js'
import { numberOf } from './arguments.js'
import { averageName } from './averages/average.js'
import type { Checkpoint, CheckpointFolder, RunState } from './checkpoint.js'
import { evaluate } from './evaluate.js'
import { stepFeeds, stepName, type Prepared } from './feeds.js'
import { gradientNorms } from './probe.js'
import type { ByTask } from './progress.js'
import { score } from './selection.js'
import { scheduleNamed } from './schedules/index.js'
import type { Schedule, Seen } from './schedules/schedule.js'
import { buildStep, programOf, type Step } from './step.js'
import { Teller } from './teller.js'
import type { TrainOptions } from './train.js'
import type { Metrics, Trained } from './types.js'

/**
 * Batches of an epoch. A last one of a single sample is left out, unless it is the only one: one sample has no
 * spread, and batch normalisation on [N, C] would pull its running variance towards 0. With another shuffle each
 * epoch it is another sample that waits.
 */
export const stepsPerEpoch = (samples: number, batch: number): number =>
  Math.max(1, samples % batch === 1 ? Math.floor(samples / batch) : Math.ceil(samples / batch))

const classified: ReadonlySet<TargetType['kind']> = new Set(['label', 'labels', 'mask', 'boxes', 'tags', 'text'])

export const balanceTasks = (model: TypedModel): readonly BalanceTask[] =>
  model.tasks.map(({ name, weight, target }) => ({ name, weight, kind: classified.has(target.type.kind) ? 'classification' : 'regression' }))

/** The part of the machine's memory that the values of a step may take before they are computed again instead of kept. */
const memoryShare = 0.5

/** One training run from its beginning, or a checkpoint, to its end. */
export class Run {
  readonly #options: TrainOptions
  readonly #epochs: number
  readonly #stepsPerEpoch: number
  readonly #schedule: Schedule
  readonly #balance: Balance
  readonly #balanceParameters: BalanceParameters
  readonly #tasks: readonly BalanceTask[]
  readonly #initial: Weights
  readonly #folder: CheckpointFolder | undefined
  readonly #found: Checkpoint | undefined
  readonly #step: Step
  readonly #teller: Teller
  #session: Session | undefined

  /** Epochs done, and steps done of the next. */
  #epoch = 0
  #done = 0
  #balanceState: BalanceState
  #alpha: readonly number[]
  #sums: [number, number][]
  #first: Metrics | undefined
  #best: RunState['best']
  #seen: Seen | undefined
  #bestWeights: Weights | undefined
  #validation: Metrics = {}
  #saved = performance.now()

  constructor(options: TrainOptions, initial: Weights, folder: CheckpointFolder | undefined, found: Checkpoint | undefined) {
    const { model, train, dataset } = options
    this.#options = options
    this.#epochs = options.epochs ?? train.epochs
    this.#stepsPerEpoch = stepsPerEpoch(dataset.count('train'), train.batch)
    this.#schedule = scheduleNamed(train.schedule.name)
    this.#balance = balanceNamed(train.balance.name)
    this.#balanceParameters = Object.fromEntries(this.#balance.parameters.map((name) => [name, numberOf(train.balance, name)]))
    this.#tasks = balanceTasks(model)
    this.#initial = initial
    this.#folder = folder
    this.#found = found
    const { optimizer, accumulate, clip, average, rates, decays, freeze } = train
    const frozen = (name: string): boolean => options.frozen?.(name) === true || freeze.some((path) => covers(path, name))
    const memory = { batch: train.batch, bytes: memoryShare * totalmem() }
    this.#step = buildStep({ ...options, optimizer, accumulate, clip, average, rates, decays, frozen, memory })

    const state = found?.state
    this.#epoch = state?.epoch ?? 0
    this.#done = state?.step ?? 0
    this.#balanceState = state?.balance ?? this.#balance.init(this.#tasks, this.#balanceParameters)
    this.#alpha = this.#balance.weights(this.#tasks, this.#balanceState, this.#balanceParameters)
    this.#sums = this.#tasks.map((_task, index) => [...(state?.sums[index] ?? [0, 0])])
    this.#first = state?.first
    this.#best = state?.best
    this.#seen = state?.seen
    this.#bestWeights = found?.best
    this.#validation = state?.validation ?? {}
    this.#teller = new Teller({
      stage: options.stage ?? 'train',
      model,
      train,
      epochs: this.#epochs,
      stepsPerEpoch: this.#stepsPerEpoch,
      samples: { train: dataset.count('train'), validation: dataset.count('validation') },
      // Of what compression trains further, the training itself has told already.
      watches: options.onProgress !== undefined && options.stage === undefined,
      watch: state?.watch,
      onProgress: options.onProgress,
      gradientNorms: () => this.#gradientNorms(),
    })
  }

  async finish(): Promise<Trained> {
    this.#teller.begin({
      step: this.#position,
      epoch: this.#epoch,
      ...(this.#best === undefined ? {} : { best: { epoch: this.#best.epoch, validation: this.#best.validation } }),
    })
    try {
      const trained = await this.#train()
      this.#teller.end(this.#position, trained)
      return trained
    } catch (error) {
      if (error instanceof Failure) for (const finding of error.diagnostics) this.#teller.finding(this.#position, finding)
      throw error
    }
  }

  async #train(): Promise<Trained> {
    if (this.#found?.state.finished === true) return this.#result(this.#weights(Object.fromEntries(this.#found.values)), false)
    const { engine, dataset, signal } = this.#options
    const values = this.#found?.values
    this.#session = await engine.load(programOf(this.#step, new Map([...this.#initial, ...(values ?? [])]), values))
    if (dataset.count('validation') === 0) this.#teller.note('there is no validation part: the weights of the last epoch are kept')
    else this.#warnOfUnvalidated()
    const [batches, gathered] = [this.#stepsPerEpoch, this.#options.train.accumulate]
    if (gathered > batches) this.#teller.note(`an epoch has ${batches} batch${batches === 1 ? '' : 'es'}, so that \`accumulate ${gathered}\` gathers no more than these`)
    if (!(await this.#judgeStart())) {
      await this.#save(false)
      return this.#result(new Map(this.#initial), true)
    }
    while (this.#epoch < this.#epochs) {
      const began = performance.now()
      await this.#trainEpoch()
      const stopped = signal?.aborted === true || !(await this.#endEpoch(began))
      if (stopped) {
        await this.#save(false)
        return this.#result(this.#weights(await this.#read()), true)
      }
      if (this.#stopsEarly()) {
        if (this.#epoch < this.#epochs) this.#teller.note(`stopped early after epoch ${this.#epoch}: none was better than epoch ${this.#best?.epoch ?? 0}`)
        break
      }
    }
    if (this.#best?.epoch === 0) this.#teller.note('no epoch did better on the validation part than the weights it began with: these are kept')
    return this.#result(this.#weights(await this.#read()), false)
  }

  /** What compression trains further was told of already. */
  #warnOfUnvalidated(): void {
    const { dataset, model, stage } = this.#options
    if (stage !== undefined) return
    for (const { name, target } of model.tasks) {
      if (dataset.count('validation', target.name) > 0) continue
      this.#teller.finding(this.#position, noTargetsToValidate({ task: name, data: dataset.data.name }, { span: target.span }), [name])
    }
  }

  async close(): Promise<void> {
    await this.#session?.close()
  }

  /**
   * Given weights compete as those of epoch 0, so that further training never ends worse on the validation part than
   * it began. False: interrupted on the way.
   */
  async #judgeStart(): Promise<boolean> {
    if (this.#options.initial === undefined || this.#first !== undefined || this.#position > 0) return true
    const began = performance.now()
    if (!(await this.#validate(this.#initial))) return false
    const best = this.#select(0, this.#initial)
    if (this.#first !== undefined) await this.#tellEpoch(0, began, {}, best)
    return true
  }

  /** Runs the steps that are left of the epoch, or until the run is interrupted. */
  async #trainEpoch(): Promise<void> {
    if (this.#done >= this.#stepsPerEpoch) return
    const { dataset, train, model, signal, checkpoint } = this.#options
    const from = this.#done
    const batches = dataset.batches('train', { batch: train.batch, shuffle: { seed: train.seed, epoch: this.#epoch }, augment: true, from, limit: this.#stepsPerEpoch - from })
    const prepared = stepFeeds(this.#step.graph, model, batches, train.seed, this.#position)
    this.#teller.epochBegins()
    await ahead(prepared, async (next, prepareNext) => {
      if (signal?.aborted === true) return false
      await this.#runStep(next, prepareNext)
      if (this.#folder !== undefined && performance.now() - this.#saved >= (checkpoint?.seconds ?? 60) * 1000) await this.#save(false)
      return true
    })
  }

  async #runStep({ feeds, batch: { size: samples } }: Prepared, prepareNext: () => void): Promise<void> {
    const { train, teacher } = this.#options
    const perEpoch = updatesPerEpoch(this.#stepsPerEpoch, train.accumulate)
    const moment = { step: this.#epoch * perEpoch + Math.floor(this.#done / train.accumulate), stepsPerEpoch: perEpoch, total: this.#epochs * perEpoch, seen: this.#seen }
    const rate =
      numberOf(train.optimizer, 'lr') *
      this.#schedule.factor(moment, train.schedule) *
      (this.#options.learningRateScale ?? 1)
    this.#alpha = this.#balance.weights(this.#tasks, this.#balanceState, this.#balanceParameters)
    const turn = turnOf(this.#done, this.#stepsPerEpoch, train.accumulate)
    const running = this.#open.run({
      ...feeds,
      ...this.#step.scalars(moment.step + 1, rate, turn),
      [stepName('alpha')]: f32([this.#tasks.length], this.#alpha),
    }, { give: true })
    prepareNext()
    const { [stepName('losses')]: losses, [stepName('counts')]: counts, [stepName('norm')]: norm } = await running
    if (losses === undefined || counts === undefined) throw new Error('the train step gave no losses')
    const measured = Array.from(losses.data, Number)
    for (const [index, { name: task }] of this.#tasks.entries()) {
      const loss = measured[index] ?? Number.NaN
      const count = Number(counts.data[index])
      if (!Number.isFinite(loss)) {
        const span = this.#options.model.tasks[index]?.span
        throw new Failure(lossNotFinite({ task, step: this.#position + 1, value: String(loss) }, span === undefined ? {} : { span }))
      }
      const sums = this.#sums[index]
      if (sums === undefined) continue
      sums[0] += loss * count
      sums[1] += count
    }
    const present = Array.from(counts.data, Number).map((count) => teacher !== undefined || count > 0)
    this.#balanceState = this.#balance.update(this.#tasks, this.#balanceState, { losses: measured, present }, this.#balanceParameters)
    this.#done += 1
    await this.#teller.step({
      step: this.#position, epoch: this.#epoch + 1, samples, losses: measured, present, alpha: this.#alpha, rate,
      // Of a part of the batches that are gathered for an update, it says nothing.
      gradientNorm: norm === undefined || !turn.due ? undefined : Number(norm.data[0]),
    })
  }

  /** Validates, selects and saves. False: interrupted on the way; the epoch is then not over. */
  async #endEpoch(began: number): Promise<boolean> {
    const values = await this.#read()
    const weights = this.#weights(values)
    if (!(await this.#validate(weights))) return false
    const better = this.#select(this.#epoch + 1, weights)
    const { model, train } = this.#options
    this.#seen = this.#schedule.watch?.(this.#seen, score(model, train.schedule, this.#validation, this.#first ?? {}), train.schedule)
    await this.#tellEpoch(this.#epoch + 1, began, this.#meanLosses(), better)
    this.#epoch += 1
    this.#done = 0
    this.#sums = this.#tasks.map(() => [0, 0])
    await this.#save(this.#epoch >= this.#epochs || this.#stopsEarly(), values)
    return true
  }

  /** Measures weights on the validation part, if there is one. False: interrupted on the way. */
  async #validate(weights: Weights): Promise<boolean> {
    const { dataset, signal } = this.#options
    if (dataset.count('validation') === 0) return true
    try {
      this.#validation = await evaluate({ ...this.#options, weights, part: 'validation', signal })
    } catch (error) {
      if (signal?.aborted === true) return false
      throw error
    }
    this.#first ??= this.#validation
    return true
  }

  /** Keeps the weights that were validated last if they did best so far. */
  #select(epoch: number, weights: Weights): boolean {
    const { model, train } = this.#options
    const reached = score(model, train.stop, this.#validation, this.#first ?? {})
    if (reached === undefined || (this.#best !== undefined && reached <= this.#best.score)) return false
    this.#best = { epoch, score: reached, validation: this.#validation }
    this.#bestWeights = weights
    return true
  }

  #stopsEarly(): boolean {
    const { stop } = this.#options.train
    if (stop === undefined || this.#best === undefined) return false
    return this.#epoch - this.#best.epoch >= Math.max(1, numberOf(stop, 'patience'))
  }

  async #save(finished: boolean, values?: Feeds): Promise<void> {
    if (this.#folder === undefined) return
    const current = values ?? (await this.#read())
    // What a run ends with is kept as the best there is, with its hash, so that others can begin with it.
    const chosen = finished ? (this.#bestWeights ?? this.#weights(current)) : this.#bestWeights
    const state: RunState = {
      made: this.#options.checkpoint?.made ?? {},
      epoch: this.#epoch,
      step: this.#done,
      finished,
      balance: this.#balanceState,
      sums: this.#sums,
      ...(this.#first === undefined ? {} : { first: this.#first }),
      ...(this.#best === undefined ? {} : { best: this.#best }),
      ...(this.#seen === undefined ? {} : { seen: this.#seen }),
      validation: this.#validation,
      ...(finished && chosen !== undefined ? { weights: hashOfWeights(chosen) } : {}),
      watch: this.#teller.watch,
    }
    this.#options.checkpoint?.beforeSave?.()
    await this.#folder.save(state, current, chosen)
    this.#saved = performance.now()
  }

  /** The state as it stands, looked through for values that are not finite. */
  async #read(): Promise<Feeds> {
    const values = await this.#open.read()
    for (const { input } of this.#step.parameters) {
      const tensor = values[input]
      if (tensor?.data instanceof Float32Array && !tensor.data.every(Number.isFinite)) throw new Failure(weightsNotFinite({ parameter: input, step: this.#position }))
    }
    return values
  }

  /** Every parameter of the model: what was learned, its average where one is kept, and what stayed. */
  #weights(values: Feeds): Weights {
    return new Map([...this.#initial].map(([name, initial]) => [name, values[averageName(name)] ?? values[name] ?? initial]))
  }

  #result(weights: Weights, interrupted: boolean): Trained {
    return {
      graph: this.#options.graph,
      weights: this.#bestWeights ?? weights,
      validation: this.#best?.validation ?? this.#validation,
      epochsRun: this.#epoch,
      bestEpoch: this.#best?.epoch ?? this.#epoch,
      balance: this.#balanceState,
      interrupted,
    }
  }

  #meanLosses = (): ByTask =>
    this.#teller.byTask((index) => {
      const [sum, count] = this.#sums[index] ?? [0, 0]
      return count === 0 ? Number.NaN : sum / count
    })

  #tellEpoch = (epoch: number, began: number, losses: ByTask, best: boolean): Promise<void> =>
    this.#teller.epoch({
      step: this.#position, epoch, seconds: (performance.now() - began) / 1000, losses, best,
      taskWeights: this.#teller.byTask((index) => this.#alpha[index] ?? 0),
      validation: this.#validation,
    })

  /** On the batch of the step before, made once more; with the weights that the step left. */
  async #gradientNorms(): Promise<ByTask> {
    const { dataset, train, graph, model, engine } = this.#options
    const order = { batch: train.batch, shuffle: { seed: train.seed, epoch: this.#epoch }, augment: true }
    const weights = this.#weights(await this.#open.read())
    for await (const batch of dataset.batches('train', { ...order, from: this.#done - 1, limit: 1 })) return gradientNorms({ graph, model, engine, weights, batch })
    throw new Error('the batch of the step before cannot be made again')
  }

  /** Steps done over all epochs. */
  get #position(): number {
    return this.#epoch * this.#stepsPerEpoch + this.#done
  }

  get #open(): Session {
    if (this.#session === undefined) throw new Error('the run has no session')
    return this.#session
  }
}

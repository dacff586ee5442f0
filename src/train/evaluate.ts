/** Metrics of a model on a part of the data. */
import type { Part, TypedModel, TypedTask } from '../check/typed.js'
import type { Batch, Dataset } from '../data/dataset.js'
import { Failure } from '../diagnostics/diagnostic.js'
import { noSamples } from '../diagnostics/run.js'
import type { Engine, Feeds, Session } from '../engine/engine.js'
import type { Graph, Weights } from '../ir/graph.js'
import { sizes } from '../lower/extern.js'
import { lossNamed } from '../lower/losses/index.js'
import { inputNames } from '../lower/model.js'
import { inferenceMode } from '../passes/inference-mode.js'
import { beforeName } from '../types/fields.js'
import { elementCount, f32, type Tensor } from '../types/tensor.js'
import { ahead } from './ahead.js'
import { metricNamed } from './metrics/index.js'
import type { Metrics } from './types.js'
import { writeTexts } from './write.js'

export interface SessionEvaluation {
  /** Takes the model's inputs, gives the tasks' logits or values, as emitted files do. */
  readonly session: Session
  readonly model: TypedModel
  readonly dataset: Dataset
  readonly part: Part
  readonly batch?: number
  readonly signal?: AbortSignal | undefined
}

export interface Evaluation extends Omit<SessionEvaluation, 'session'> {
  /** Mode-neutral or of inference. */
  readonly graph: Graph
  readonly weights: Weights
  readonly engine: Engine
}

/**
 * Every metric that the tasks ask for. A sample without the task's target is left out; others count by
 * the column of sample weights, where the data has one. A task without any target in the part gets NaN.
 */
export async function evaluateSession(options: SessionEvaluation): Promise<Metrics> {
  const { session, model, dataset, part } = options
  if (dataset.count(part) === 0) throw new Failure(noSamples({ data: dataset.data.name, part }))
  const inputs = inputNames(model)
  const tasks = await Promise.all(model.tasks.map(async (task) => {
    const pieces = task.target.type.kind === 'text' ? ((await dataset.statistics(task.target.name)).pieces ?? []) : []
    const gathered = task.metrics.map((method) => {
      const metric = metricNamed(method.name)
      return { name: method.name, ofWritten: metric.written === true, accumulator: metric.create(task.target.type, method, pieces) }
    })
    return { task, pieces, gathered, reads: inputs.includes(beforeName(task.target.name)) }
  }))
  const writings = tasks.filter(({ gathered }) => gathered.some(({ ofWritten }) => ofWritten))
  await ahead(dataset.batches(part, { batch: options.batch ?? evaluationBatch(model) }), async (batch, prepareNext) => {
    options.signal?.throwIfAborted()
    const feeds = pick(batch.inputs, inputs)
    const running = session.run(feeds, { give: writings.length === 0 })
    prepareNext()
    const outputs = await running
    const written = writings.length === 0 ? {} : await writeTexts(session, feeds, outputs, writings, options.signal)
    for (const { task, gathered } of tasks) {
      const [output, target] = [outputs[task.name], batch.targets[task.target.name]]
      if (output === undefined || target === undefined) throw new Error(`task ${task.name} was not predicted, or has no target`)
      const prediction = expectedOf(task, output)
      const weights = sampleWeights(batch, task.target.name)
      for (const { accumulator, ofWritten } of gathered) accumulator.add(ofWritten ? (written[task.name] ?? prediction) : prediction, target, weights)
    }
  })
  return Object.fromEntries(
    tasks.map(({ task, gathered }) => [
      task.name,
      Object.fromEntries(gathered.map(({ name, accumulator }) => [name, accumulator.result()])),
    ]),
  )
}

/** What metrics compare with a target: the expected count where a loss predicts its logarithm, else the output as it is. */
const expectedOf = ({ loss }: TypedTask, output: Tensor): Tensor =>
  lossNamed(loss.name).activation === 'exp' ? f32(output.shape, Float32Array.from(output.data as Float32Array, Math.exp)) : output

/** As many samples as give at most this many values for a task: a choice among many pieces at each place of a text is large. */
const mostValues = 2 ** 24

const evaluationBatch = ({ tasks }: TypedModel): number =>
  tasks.reduce((least, { predict }) => Math.max(1, Math.min(least, Math.floor(mostValues / elementCount(sizes(predict.type.shape))))), 256)

export async function evaluate(options: Evaluation): Promise<Metrics> {
  const graph = inferenceMode.run(options.graph)
  const read = new Set(graph.parameters.map(({ name }) => name))
  const session = await options.engine.load({ graph, weights: new Map([...options.weights].filter(([name]) => read.has(name))) })
  try {
    return await evaluateSession({ ...options, session })
  } finally {
    await session.close()
  }
}

function sampleWeights(batch: Batch, target: string): Float32Array {
  const mask = batch.masks[target]
  return batch.weights.data.map((weight, index) => weight * (mask?.data[index] ?? 1))
}

export function pick(values: Feeds, names: readonly string[]): Feeds {
  return Object.fromEntries(
    names.map((name) => {
      const value = values[name]
      if (value === undefined) throw new Error(`the batch lacks the input ${name}`)
      return [name, value]
    }),
  )
}

/** Metrics of a model on a part of the data. */
import type { Part, TypedModel } from '../check/typed.js'
import type { Batch, Dataset } from '../data/dataset.js'
import { Failure } from '../diagnostics/diagnostic.js'
import { noSamples } from '../diagnostics/run.js'
import type { Engine, Feeds, Session } from '../engine/engine.js'
import type { Graph, Weights } from '../ir/graph.js'
import { inputNames } from '../lower/model.js'
import { inferenceMode } from '../passes/inference-mode.js'
import { ahead } from './ahead.js'
import { metricNamed } from './metrics/index.js'
import type { Metrics } from './types.js'

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
  const tasks = model.tasks.map((task) => ({
    task,
    gathered: task.metrics.map((metric) => ({ name: metric.name, accumulator: metricNamed(metric.name).create(task.target.type, metric) })),
  }))
  await ahead(dataset.batches(part, { batch: options.batch ?? 256 }), async (batch, prepareNext) => {
    options.signal?.throwIfAborted()
    const running = session.run(pick(batch.inputs, inputs), { give: true })
    prepareNext()
    const outputs = await running
    for (const { task, gathered } of tasks) {
      const [prediction, target] = [outputs[task.name], batch.targets[task.target.name]]
      if (prediction === undefined || target === undefined) throw new Error(`task ${task.name} was not predicted, or has no target`)
      const weights = sampleWeights(batch, task.target.name)
      for (const { accumulator } of gathered) accumulator.add(prediction, target, weights)
    }
  })
  return Object.fromEntries(
    tasks.map(({ task, gathered }) => [
      task.name,
      Object.fromEntries(gathered.map(({ name, accumulator }) => [name, accumulator.result()])),
    ]),
  )
}

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

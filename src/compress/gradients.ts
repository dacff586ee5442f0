import type { TypedModel } from '../check/typed.js'
import type { Dataset } from '../data/dataset.js'
import type { Engine } from '../engine/engine.js'
import { GraphBuilder } from '../ir/builder.js'
import type { Graph, Weights } from '../ir/graph.js'
import { batchSymbol } from '../lower/extern.js'
import { differentiate } from '../passes/differentiate.js'
import { inferenceMode } from '../passes/inference-mode.js'
import { feedsOf, stepName } from '../train/feeds.js'
import { ownLoss } from '../train/task-loss.js'
import type { Gradients } from './score.js'

/** One task's gradients on one batch. */
export interface TaskGradients {
  readonly task: string
  readonly gradients: Gradients
}

const outputName = (task: string, parameter: string): string => `gradient:${task}:${parameter}`

/**
 * The model with, for every task, the gradient of its mean loss with regard to each named parameter: outputs
 * `gradient:<task>:<parameter>`. Norms use their running statistics and dropout is left out, since it is the
 * trained model that is asked what matters to it.
 */
export function gradientGraph(graph: Graph, model: TypedModel, parameters: ReadonlySet<string>): Graph {
  const inference = inferenceMode.run(graph)
  const builder = new GraphBuilder(`${graph.name}.gradients`, { ...inference, outputs: [] })
  const wanted = inference.parameters.filter(({ name, trainable }) => trainable && parameters.has(name))
  const weights = builder.input(stepName('weights'), { dtype: 'f32', shape: [batchSymbol] })
  for (const task of model.tasks) {
    const prediction = inference.outputs.find(({ name }) => name === task.name)?.value
    if (prediction === undefined) throw new Error(`graph ${graph.name} has no output for task ${task.name}`)
    const { loss } = ownLoss(builder, task, prediction, weights)
    const gradients = differentiate(builder, loss, wanted.map(({ value }) => value))
    for (const [index, { name }] of wanted.entries()) {
      const gradient = gradients[index]
      if (gradient !== undefined) builder.output(outputName(task.name, name), gradient)
    }
  }
  return builder.build()
}

export interface GradientOptions {
  readonly graph: Graph
  readonly weights: Weights
  readonly model: TypedModel
  readonly parameters: ReadonlySet<string>
  readonly dataset: Dataset
  readonly engine: Engine
  readonly batch: number
  readonly batches: number
  readonly seed: number
  readonly signal?: AbortSignal
}

/** Every task's gradients on each of a few shuffled training batches. */
export async function* taskGradients(options: GradientOptions): AsyncIterable<TaskGradients> {
  const { model, parameters, dataset, engine, batches, seed } = options
  const graph = gradientGraph(options.graph, model, parameters)
  const session = await engine.load({ graph, weights: options.weights })
  try {
    for await (const batch of dataset.batches('train', { batch: options.batch, limit: batches, shuffle: { seed, epoch: 0 } })) {
      options.signal?.throwIfAborted()
      const outputs = await session.run(feedsOf(graph, model, batch, seed, 0), { give: true })
      for (const task of model.tasks) {
        const gradients = Object.fromEntries(
          [...parameters].flatMap((parameter) => {
            const gradient = outputs[outputName(task.name, parameter)]
            return gradient === undefined ? [] : [[parameter, gradient] as const]
          }),
        )
        yield { task: task.name, gradients }
      }
    }
  } finally {
    await session.close()
  }
}

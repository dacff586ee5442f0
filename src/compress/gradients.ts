import type { TypedModel } from '../check/typed.js'
import type { Dataset } from '../data/dataset.js'
import type { Engine } from '../engine/engine.js'
import type { Graph, Weights } from '../ir/graph.js'
import { feedsOf } from '../train/feeds.js'
import { taskGradientGraph } from '../train/task-gradients.js'
import type { Gradients } from './score.js'

/** One task's gradients on one batch. */
export interface TaskGradients {
  readonly task: string
  readonly gradients: Gradients
}

const outputName = (task: string, parameter: string): string => `gradient:${task}:${parameter}`

/**
 * The model with the tasks' gradients with regard to the named parameters: outputs `gradient:<task>:<parameter>`. It is
 * the trained model that is asked what matters to it.
 */
export const gradientGraph = (graph: Graph, model: TypedModel, parameters: ReadonlySet<string>): Graph =>
  taskGradientGraph(`${graph.name}.gradients`, graph, model, parameters, (builder, task, gradients) => {
    for (const { parameter, gradient } of gradients) builder.output(outputName(task, parameter), gradient)
  })

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

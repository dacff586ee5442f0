/** How large each task's own gradient is on one batch: asked when a gradient explodes, so that the task can be named. */
import type { TypedModel } from '../check/typed.js'
import type { Batch } from '../data/dataset.js'
import type { Engine } from '../engine/engine.js'
import type { GraphBuilder } from '../ir/builder.js'
import type { Graph, ValueId, Weights } from '../ir/graph.js'
import { feedsOf } from './feeds.js'
import type { ByTask } from './progress.js'
import { taskGradientGraph } from './task-gradients.js'

const outputName = (task: string): string => `norm:${task}`

/** √Σ gᵢ² over all elements of all gradients. */
function norm(builder: GraphBuilder, gradients: readonly ValueId[]): ValueId {
  const squares = gradients.map((gradient) => {
    const axes = builder.typeOf(gradient).shape.map((_, axis) => axis)
    const square = builder.add('square', [gradient])
    return axes.length === 0 ? square : builder.add('sum', [square], { axes, keepdims: false })
  })
  return builder.add('sqrt', [squares.reduce((sum, square) => builder.add('add', [sum, square]), builder.scalar(0))])
}

/** A graph whose outputs `norm:<task>` f32[] are the Euclidean norms of the tasks' gradients. */
export const gradientNormGraph = (graph: Graph, model: TypedModel): Graph =>
  taskGradientGraph(`${graph.name}.norms`, graph, model, undefined, (builder, task, gradients) =>
    builder.output(outputName(task), norm(builder, gradients.map(({ gradient }) => gradient))),
  )

export interface Probe {
  readonly graph: Graph
  readonly model: TypedModel
  readonly engine: Engine
  readonly weights: Weights
  readonly batch: Batch
}

export async function gradientNorms({ graph, model, engine, weights, batch }: Probe): Promise<ByTask> {
  const norms = gradientNormGraph(graph, model)
  const read = new Set(norms.parameters.map(({ name }) => name))
  const session = await engine.load({ graph: norms, weights: new Map([...weights].filter(([name]) => read.has(name))) })
  try {
    const outputs = await session.run(feedsOf(norms, model, batch, 0, 0), { give: true })
    return Object.fromEntries(model.tasks.map(({ name }) => [name, Number(outputs[outputName(name)]?.data[0] ?? Number.NaN)]))
  } finally {
    await session.close()
  }
}

import type { TypedModel } from '../check/typed.js'
import { GraphBuilder } from '../ir/builder.js'
import type { Graph, ValueId } from '../ir/graph.js'
import { batchSymbol } from '../lower/extern.js'
import { differentiate } from '../passes/differentiate.js'
import { inferenceMode } from '../passes/inference-mode.js'
import { stepName } from './feeds.js'
import { ownLoss } from './task-loss.js'

export interface ParameterGradient {
  readonly parameter: string
  readonly gradient: ValueId
}

/**
 * The model with, for every task, the gradient of its mean loss with regard to each trainable parameter (of those named),
 * which `use` makes outputs of. Norms use their running statistics and dropout is left out. Inputs are the fields,
 * `target:<task>`, `mask:<task>` f32[N] and `step:weights` f32[N], as in a train step.
 */
export function taskGradientGraph(
  name: string,
  graph: Graph,
  model: TypedModel,
  parameters: ReadonlySet<string> | undefined,
  use: (builder: GraphBuilder, task: string, gradients: readonly ParameterGradient[]) => void,
): Graph {
  const inference = inferenceMode.run(graph)
  const builder = new GraphBuilder(name, { ...inference, outputs: [] })
  const wanted = inference.parameters.filter((parameter) => parameter.trainable && parameters?.has(parameter.name) !== false)
  const weights = builder.input(stepName('weights'), { dtype: 'f32', shape: [batchSymbol] })
  for (const task of model.tasks) {
    const prediction = inference.outputs.find((output) => output.name === task.name)?.value
    if (prediction === undefined) throw new Error(`graph ${graph.name} has no output for task ${task.name}`)
    const { loss } = ownLoss(builder, task, prediction, weights)
    const gradients = differentiate(builder, loss, wanted.map(({ value }) => value))
    use(builder, task.name, wanted.flatMap((parameter, index) => {
      const gradient = gradients[index]
      return gradient === undefined ? [] : [{ parameter: parameter.name, gradient }]
    }))
  }
  return builder.build()
}

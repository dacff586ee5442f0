import type { TypedModel } from '../check/typed.js'
import type { Dataset } from '../data/dataset.js'
import type { Engine } from '../engine/engine.js'
import { GraphBuilder } from '../ir/builder.js'
import type { Graph, ValueId, Weights } from '../ir/graph.js'
import { lossNamed } from '../lower/losses/index.js'
import { differentiate } from '../passes/differentiate.js'
import { inferenceMode } from '../passes/inference-mode.js'
import type { DType, Tensor } from '../types/tensor.js'
import { inputsOf } from './calibrate.js'
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
  const weights = builder.input('weights', { dtype: 'f32', shape: ['N'] })
  for (const task of model.tasks) {
    const prediction = inference.outputs.find(({ name }) => name === task.name)?.value
    if (prediction === undefined) throw new Error(`graph ${graph.name} has no output for task ${task.name}`)
    const loss = taskLoss(builder, task, prediction, weights)
    const gradients = differentiate(builder, loss, wanted.map(({ value }) => value))
    for (const [index, { name }] of wanted.entries()) {
      const gradient = gradients[index]
      if (gradient !== undefined) builder.output(outputName(task.name, name), gradient)
    }
  }
  return builder.build()
}

/** The mean of a task's loss over the samples that have a target, weighed by their weights. */
function taskLoss(builder: GraphBuilder, task: TypedModel['tasks'][number], prediction: ValueId, weights: ValueId): ValueId {
  const { shape } = builder.typeOf(prediction)
  const { type } = task.target
  const encoded: { dtype: DType; shape: typeof shape } =
    type.kind === 'label' ? { dtype: 'i64', shape: ['N'] } : { dtype: 'f32', shape: type.kind === 'vector' ? ['N', type.size] : ['N'] }
  const target = builder.input(`target:${task.name}`, encoded)
  const mask = builder.input(`mask:${task.name}`, { dtype: 'f32', shape: ['N'] })
  const perSample = lossNamed(task.loss.name).lower(builder, prediction, target, task.loss)
  const share = builder.add('mul', [mask, weights])
  const sum = (value: ValueId): ValueId => builder.add('sum', [value], { axes: [0], keepdims: false })
  const count = builder.add('add', [sum(share), builder.scalar(1e-6)])
  return builder.add('div', [sum(builder.add('mul', [perSample, share])), count])
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
  const { model, parameters, dataset, engine, batch, batches, seed } = options
  const graph = gradientGraph(options.graph, model, parameters)
  const session = await engine.load({ graph, weights: options.weights })
  try {
    for await (const { inputs, targets, masks, weights } of dataset.batches('train', {
      batch,
      limit: batches,
      shuffle: { seed, epoch: 0 },
    })) {
      options.signal?.throwIfAborted()
      const feeds: Record<string, Tensor> = { ...inputs, weights }
      for (const task of model.tasks) {
        const [target, mask] = [targets[task.target.name], masks[task.target.name]]
        if (target !== undefined) feeds[`target:${task.name}`] = target
        if (mask !== undefined) feeds[`mask:${task.name}`] = mask
      }
      const outputs = await session.run(inputsOf(graph, feeds))
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

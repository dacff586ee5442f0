import type { TypedModel } from '../check/typed.js'
import type { Batch } from '../data/dataset.js'
import type { Feeds } from '../engine/engine.js'
import type { Graph } from '../ir/graph.js'
import { f32, type Tensor } from '../types/tensor.js'
import { drawRandom } from './random.js'

/** A batch as the train step takes it, but for the scalars that depend on the step before. */
export interface Prepared {
  readonly batch: Batch
  readonly feeds: Feeds
}

/** Turns batches into feeds, ahead of their use: the drawing of masks then overlaps with the engine's work. */
export async function* stepFeeds(
  graph: Graph,
  model: TypedModel,
  batches: AsyncIterable<Batch>,
  seed: number,
  firstStep: number,
): AsyncGenerator<Prepared> {
  let step = firstStep
  for await (const batch of batches) {
    yield { batch, feeds: feedsOf(graph, model, batch, seed, step) }
    step += 1
  }
}

/** The name of an input or output that is the step's own: no field and no weight can have it. */
export const stepName = (name: string): string => `step:${name}`

/** Those inputs of the step's graph that a batch and a step's number give. */
export function feedsOf(graph: Graph, model: TypedModel, batch: Batch, seed: number, step: number): Feeds {
  const values = new Map<string, Tensor>([...Object.entries(batch.inputs), [stepName('weights'), batch.weights]])
  for (const { name, target } of model.tasks) {
    const encoded = batch.targets[target.name]
    if (encoded === undefined) throw new Error(`the batch lacks the target ${target.name}`)
    values.set(`target:${name}`, encoded)
    values.set(`mask:${name}`, batch.masks[target.name] ?? f32([batch.size], new Float32Array(batch.size).fill(1)))
  }
  const fed = graph.inputs.flatMap(({ name }) => {
    const value = values.get(name)
    return value === undefined ? [] : [[name, value] as const]
  })
  return { ...Object.fromEntries(fed), ...drawRandom(graph, batch.size, seed, step) }
}

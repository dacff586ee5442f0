/** Whether a task that writes a text sees what it is yet to write: it would learn nothing but to copy. */
import type { TypedModel } from '../check/typed.js'
import type { Batch, Dataset } from '../data/dataset.js'
import { end } from '../data/text/pieces.js'
import { Failure, type Diagnostic } from '../diagnostics/diagnostic.js'
import { readsAhead } from '../diagnostics/run.js'
import type { Engine, Feeds } from '../engine/engine.js'
import type { Graph, Weights } from '../ir/graph.js'
import { inputNames } from '../lower/model.js'
import { inferenceMode } from '../passes/inference-mode.js'
import { key, uniform } from '../random/counter.js'
import { beforeName } from '../types/fields.js'
import { zeros, type Tensor } from '../types/tensor.js'
import { pick } from './evaluate.js'
import { initialize } from './initialize.js'

export interface Foresight {
  /** The model's graph, mode-neutral. */
  readonly graph: Graph
  readonly model: TypedModel
  readonly dataset: Dataset
  readonly engine: Engine
}

/** Which share of the largest prediction a place may change by what comes after it: sums are rounded. */
const tolerance = 1e-4

/** Texts are the same up to these shares of their length, and others from there on. */
const cuts = [0, 0.5, 1] as const

/**
 * Runs the model, with weights drawn at random, on texts that begin alike and go on otherwise: what it predicts for the places that are alike must be
 * the same. Throws `Failure` where it is not, by task.
 */
export async function refuseForesight({ graph, model, dataset, engine }: Foresight): Promise<void> {
  const inputs = inputNames(model)
  const tasks = model.tasks.flatMap(({ name, target: { name: field, type }, span }) =>
    type.kind === 'text' && type.max > 1 && inputs.includes(beforeName(field)) ? [{ name, type, span, before: beforeName(field) }] : [])
  if (tasks.length === 0) return
  const inference = inferenceMode.run(graph)
  const session = await engine.load({ graph: inference, weights: probing(inference) })
  try {
    for await (const batch of dataset.batches('train', { batch: 1, limit: 1 })) {
      const texts = Object.fromEntries(tasks.map(({ name, before, type }) => [before, alike(name, type.max, type.vocabulary)]))
      const outputs = await session.run({ ...repeated(pick(batch.inputs, inputs)), ...texts })
      const findings = tasks.flatMap(({ name, type, span }): Diagnostic[] => {
        const prediction = outputs[name]
        if (prediction === undefined) throw new Error(`task ${name} was not predicted`)
        return sees(prediction, type.max) ? [readsAhead({ task: name }, { span })] : []
      })
      if (findings.length > 0) throw new Failure(...findings)
    }
  } finally {
    await session.close()
  }
}

/** First values, none of which is the same throughout: a gate that begins at 0 would hide what comes through it later. */
function probing(graph: Graph): Weights {
  const parameters = graph.parameters.map((parameter) => ({ ...parameter, stream: key('foresight', parameter.name) }))
  const weights = initialize(graph, 0)
  for (const { name, init, stream } of parameters) {
    const data = init.kind === 'constant' ? weights.get(name)?.data : undefined
    if (data instanceof Float32Array) for (const [index, value] of data.entries()) data[index] = value + uniform(stream, index) - 0.5
  }
  return weights
}

/** Where texts of `max` places part, by cut. */
const placesOf = (max: number): readonly number[] => cuts.map((share) => 1 + Math.round(share * (max - 2)))

/** A text, and others that are the same up to a cut: i64[1 + cuts, max]. */
function alike(task: string, max: number, vocabulary: number): Tensor<'i64'> {
  const texts = zeros('i64', [1 + cuts.length, max])
  const [stream, choice] = [key('text', task), vocabulary - end]
  for (const [row, cut] of [max, ...placesOf(max)].entries()) {
    for (let place = 0; place < max; place++) {
      const piece = Math.floor(uniform(stream, place) * choice)
      const other = (piece + 1 + Math.floor(uniform(stream, max * (row + 1) + place) * (choice - 1))) % choice
      texts.data[row * max + place] = BigInt(end + (place < cut ? piece : other))
    }
  }
  return texts
}

/** Whether any text is predicted otherwise than the first before the place where they part. */
function sees({ data, shape: [, max = 0, size = 0] }: Tensor, length: number): boolean {
  const values = data as Float32Array
  const largest = values.subarray(0, max * size).reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  return placesOf(length).some((cut, index) => {
    for (let at = 0; at < cut * size; at++) {
      if (Math.abs((values[(index + 1) * max * size + at] ?? 0) - (values[at] ?? 0)) > tolerance * largest) return true
    }
    return false
  })
}

/** The one sample of each input, once for each text. */
function repeated(inputs: Batch['inputs']): Feeds {
  return Object.fromEntries(Object.entries(inputs).map(([name, { dtype, shape, data }]) => {
    const all = zeros(dtype, [1 + cuts.length, ...shape.slice(1)])
    for (const [index] of all.data.entries()) all.data[index] = data[index % data.length] ?? 0
    return [name, all]
  }))
}

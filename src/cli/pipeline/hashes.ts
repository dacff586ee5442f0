import type { TypedModel, TypedTrain } from '../../check/typed.js'
import type { Graph, Weights } from '../../ir/graph.js'
import { printGraph } from '../../ir/text.js'
import { hashOfWeights, sha256 } from '../../storage/hash.js'
import type { Statistics } from '../../types/statistics.js'

/** Hash of the texts of a program, whatever the folder that they lie in. */
export const hashOfSources = (sources: ReadonlyMap<string, string>): string => sha256([...sources.values()].map(sha256).toSorted().join('\n'))

/** JSON without what says where something was written, so that formatting a file changes nothing. */
const withoutSpans = (value: unknown): string => JSON.stringify(value, (key, part: unknown) => (key === 'span' || key === 'doc' ? undefined : part))

/**
 * What a trained model depends on. A checkpoint of the same key would be trained again to the same
 * weights, so it need not be.
 */
export function trainingKey(request: {
  readonly graph: Graph
  readonly model: TypedModel
  readonly statistics: ReadonlyMap<string, Statistics>
  readonly train: TypedTrain
  /** What it begins with instead of random values. */
  readonly initial: Weights
  readonly data: string
  readonly threads: number
  readonly version: string
  readonly engine: string
}): string {
  const { graph, model, statistics, initial, data, threads, version, engine } = request
  // The weights themselves count, not where they were found.
  const { init: _init, ...train } = request.train
  const tasks = model.tasks.map(({ name, target, loss, weight, metrics }) => ({ name, target, loss, weight, metrics }))
  const shares = model.shares.map(({ name, scheme, tasks: readers }) => ({ name, scheme, readers }))
  const { inputs, targets, augment, weight } = model.data
  return sha256([printGraph(graph), withoutSpans([[...statistics], tasks, shares, inputs, targets, augment, weight, train]), hashOfWeights(initial), data, threads, version, engine].join('\n'))
}

import type { TypedModel, TypedTrain } from '../../check/typed.js'
import type { Graph, Weights } from '../../ir/graph.js'
import { printGraph } from '../../ir/text.js'
import { hashOfWeights, sha256 } from '../../storage/hash.js'
import type { Made } from '../../train/made.js'
import type { Statistics } from '../../types/statistics.js'

/** Hash of the texts of a program, whatever the folder that they lie in. */
export const hashOfSources = (sources: ReadonlyMap<string, string>): string => sha256([...sources.values()].map(sha256).toSorted().join('\n'))

/** JSON without what says where something was written, so that formatting a file changes nothing. */
const withoutSpans = (value: unknown): string => JSON.stringify(value, (key, part: unknown) => (key === 'span' || key === 'doc' ? undefined : part))

/** A part for each setting, and one for each parameter of a method: `optimizer`, `optimizer.lr`. */
function settingsOf(train: TypedTrain): Made {
  // Of weights to begin with, the values count, not where they were found.
  const { model: _model, span: _span, init: _init, ...settings } = train
  return Object.fromEntries(
    Object.entries(settings).flatMap(([key, value]) =>
      typeof value === 'object' && 'name' in value
        ? [[key, value.name], ...Object.entries(value.arguments).map(([name, argument]) => [`${key}.${name}`, withoutSpans(argument)])]
        : [[key, withoutSpans(value)]],
    ),
  )
}

/**
 * What a trained model depends on. A checkpoint that is made from the same would be trained again to the same
 * weights, so it need not be.
 */
export function madeFrom(request: {
  readonly graph: Graph
  readonly model: TypedModel
  readonly statistics: ReadonlyMap<string, Statistics>
  readonly train: TypedTrain
  /** What it begins with instead of random values. */
  readonly initial: Weights | undefined
  readonly data: string
  readonly threads: number
  readonly version: string
  readonly engine: string
}): Made {
  const { graph, model, statistics, train, initial, data, threads, version, engine } = request
  const tasks = model.tasks.map(({ name, target, loss, weight, metrics }) => ({ name, target, loss, weight, metrics }))
  const shares = model.shares.map(({ name, scheme, tasks: readers }) => ({ name, scheme, readers }))
  const { inputs, targets, augment, weight } = model.data
  return {
    version,
    engine,
    threads: String(threads),
    'the data': data,
    'the program': sha256([printGraph(graph), withoutSpans([[...statistics], tasks, shares, inputs, targets, augment, weight])].join('\n')),
    ...settingsOf(train),
    'the weights it begins with': initial === undefined ? 'random' : hashOfWeights(initial),
  }
}

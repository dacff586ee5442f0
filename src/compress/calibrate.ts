import type { Dataset } from '../data/dataset.js'
import type { Engine } from '../engine/engine.js'
import type { Graph, ValueId, Weights } from '../ir/graph.js'
import type { Range } from '../passes/quantization/scheme.js'
import { pick } from '../train/evaluate.js'
import type { Calibrator } from './calibrators/calibrator.js'
import { Histogram } from './histogram.js'

export interface CalibrationOptions {
  /** An inference graph. */
  readonly graph: Graph
  readonly weights: Weights
  /** The values whose ranges are wanted. */
  readonly values: Iterable<ValueId>
  readonly calibrator: Calibrator
  readonly dataset: Dataset
  readonly engine: Engine
  /** How many training samples are run. */
  readonly samples: number
  /** Chooses them. */
  readonly seed: number
  readonly signal?: AbortSignal
}

const batchSize = 64
const outputName = (value: ValueId): string => `range:${value}`

/** Runs training samples through the graph and chooses each value's range from the histogram of what it took. */
export async function calibrate(options: CalibrationOptions): Promise<ReadonlyMap<ValueId, Range>> {
  const { graph, weights, calibrator, dataset, engine, samples, seed } = options
  const values = [...new Set(options.values)]
  const inputs = graph.inputs.map(({ name }) => name)
  const histograms = new Map(values.map((value) => [value, new Histogram()]))
  const observed: Graph = { ...graph, outputs: values.map((value) => ({ name: outputName(value), value })) }
  const session = await engine.load({ graph: observed, weights })
  try {
    // Shuffled, so that the samples are of all kinds whatever the order of the source; never augmented, since users' are not.
    const limit = Math.ceil(samples / batchSize)
    for await (const batch of dataset.batches('train', { batch: batchSize, limit, shuffle: { seed, epoch: 0 } })) {
      options.signal?.throwIfAborted()
      const outputs = await session.run(pick(batch.inputs, inputs), { give: true })
      for (const [value, histogram] of histograms) {
        const tensor = outputs[outputName(value)]
        if (tensor !== undefined && tensor.dtype === 'f32') histogram.add(tensor.data as Float32Array)
      }
    }
  } finally {
    await session.close()
  }
  return new Map([...histograms].map(([value, histogram]) => [value, calibrator.range(histogram)]))
}

import type { Graph } from '../ir/graph.js'
import { key, uniform } from '../random/counter.js'
import { zeros, type Tensor } from '../types/tensor.js'
import type { Engine } from './engine.js'

/** Median milliseconds of one run of an emitted file, with as many threads and samples at once as asked for. */
export async function latency(
  engine: Engine,
  { graph, onnx }: { readonly graph: Graph; readonly onnx: Uint8Array },
  { batch, threads }: { readonly batch: number; readonly threads: number },
  signal?: AbortSignal,
): Promise<number> {
  signal?.throwIfAborted()
  const session = await engine.open(onnx, { threads })
  try {
    const inputs = Object.fromEntries(graph.inputs.map(({ name, value }) => [name, sample(graph, value, batch)]))
    const first = median(await session.time(inputs, 5, 3))
    signal?.throwIfAborted()
    // About half a second in all; enough runs for a median that a busy moment does not move.
    const runs = Math.round(Math.min(400, Math.max(15, 500 / Math.max(first, 1e-3))))
    return median(await session.time(inputs, runs, 3))
  } finally {
    await session.close()
  }
}

/** Values in [0, 1), or code 0: kernels take the same time whatever they are. */
function sample(graph: Graph, value: number, batch: number): Tensor {
  const type = graph.types.get(value)
  if (type === undefined) throw new Error(`input %${value} of graph ${graph.name} has no type`)
  const tensor = zeros(type.dtype, type.shape.map((dim) => (typeof dim === 'number' ? dim : batch)))
  if (tensor.dtype === 'f32') for (let index = 0; index < tensor.data.length; index++) tensor.data[index] = uniform(key('latency'), index)
  return tensor
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1] ?? NaN, sorted[middle] ?? NaN]
  return (low + high) / 2
}

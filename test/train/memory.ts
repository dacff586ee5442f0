import type { TypedData, Part } from '../../src/check/typed.js'
import type { Batch, BatchOptions, Dataset } from '../../src/data/dataset.js'
import { hash32, key } from '../../src/random/counter.js'
import type { Statistics } from '../../src/types/statistics.js'
import { zeros, type Tensor } from '../../src/types/tensor.js'

/** Samples in columns: a tensor for each input and target, the first axis counting samples. */
export interface Rows {
  readonly inputs: Readonly<Record<string, Tensor>>
  readonly targets: Readonly<Record<string, Tensor>>
  readonly masks?: Readonly<Record<string, Tensor<'f32'>>>
  readonly weights?: Tensor<'f32'>
}

const sizeOf = (rows: Rows | undefined): number => Object.values(rows?.inputs ?? {})[0]?.shape[0] ?? 0

function take<T extends Tensor>(tensor: T, order: readonly number[]): T {
  const row = tensor.data.length / (tensor.shape[0] ?? 1)
  const result = zeros(tensor.dtype, [order.length, ...tensor.shape.slice(1)])
  for (const [index, from] of order.entries()) {
    for (let element = 0; element < row; element++) result.data[index * row + element] = tensor.data[from * row + element] as never
  }
  return result as T
}

const ones = (size: number): Tensor<'f32'> => ({ dtype: 'f32', shape: [size], data: new Float32Array(size).fill(1) })
const column = (tensors: Readonly<Record<string, Tensor>>, order: readonly number[]) =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, take(tensor, order)]))

/** A data set that lies in memory; shuffled by sorting hashes of (seed, epoch, row). */
export function memoryDataset(data: TypedData, parts: Partial<Record<Part, Rows>>, onBatch?: (part: Part) => void): Dataset {
  async function* batches(part: Part, { batch, shuffle, from = 0, limit = Infinity }: BatchOptions): AsyncGenerator<Batch> {
    const rows = parts[part]
    if (rows === undefined) return
    let order = Array.from({ length: sizeOf(rows) }, (_, index) => index)
    if (shuffle !== undefined) {
      const stream = key(shuffle.seed, shuffle.epoch)
      order = order.toSorted((a, b) => hash32(stream ^ hash32(a)) - hash32(stream ^ hash32(b)))
    }
    for (let index = from; index < from + limit && index * batch < order.length; index++) {
      const chosen = order.slice(index * batch, (index + 1) * batch)
      onBatch?.(part)
      yield {
        size: chosen.length,
        inputs: column(rows.inputs, chosen),
        targets: column(rows.targets, chosen),
        masks: Object.fromEntries(
          Object.keys(rows.targets).map((name) => {
            const mask = rows.masks?.[name]
            return [name, mask === undefined ? ones(chosen.length) : take(mask, chosen)]
          }),
        ),
        weights: rows.weights === undefined ? ones(chosen.length) : take(rows.weights, chosen),
      }
    }
  }

  return {
    data,
    count: (part, target) => (target === undefined ? undefined : parts[part]?.masks?.[target]?.data.reduce((sum, known) => sum + known, 0)) ?? sizeOf(parts[part]),
    hash: 'memory',
    skipped: 0,
    statistics: (): Promise<Statistics> => Promise.reject(new Error('not measured')),
    batches,
    close: () => Promise.resolve(),
  }
}

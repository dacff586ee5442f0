/** Small learning problems whose answer is known. */
import type { Part, StaticValue, TypedModel, TypedTrain } from '../../src/check/typed.js'
import type { Dataset } from '../../src/data/dataset.js'
import { createEngine } from '../../src/engine/onnxruntime.js'
import { key, normal, uniform } from '../../src/random/counter.js'
import { f32, i64 } from '../../src/types/tensor.js'
import { apply, field, input, label, method, model, representation, share, span, task } from '../lower/build.js'
import { memoryDataset, type Rows } from './memory.js'

export const engine = () => createEngine({ threads: 1, inline: true })

export const train = (
  optimizer: string,
  given: Record<string, StaticValue>,
  options: Partial<TypedTrain> = {},
): TypedTrain => ({
  model: 'Plane',
  epochs: 3,
  batch: 32,
  seed: 5,
  optimizer: method(optimizer, given),
  schedule: method('constant'),
  balance: method('static'),
  accumulate: 1,
  rates: [],
  decays: [],
  freeze: [],
  span,
  ...options,
})

/** Four numbers; which of three directions they lie in, and a linear function of them. Dropout on request. */
export function plane(options: { readonly dropout?: number; readonly norm?: boolean; readonly scheme?: 'hard' | 'none' } = {}): TypedModel {
  const x = input('x', [4])
  let hidden = apply('Dense', 'trunk.dense', [x], [16], { units: 16, bias: true })
  if (options.norm === true) hidden = apply('BatchNorm', 'trunk.norm', [hidden], [16], { momentum: 0.1, epsilon: 1e-5 })
  hidden = apply('relu', 'trunk.relu', [hidden], [16])
  if (options.dropout !== undefined) hidden = apply('Dropout', 'trunk.dropout', [hidden], [16], { rate: options.dropout })
  const read = representation('trunk', [16])
  return model(
    'Plane',
    [field('x', { kind: 'vector', size: 4 })],
    [share('trunk', options.scheme ?? 'hard', hidden, ['side', 'height'])],
    [
      task('side', label(3), apply('Dense', 'side.dense', [read], [3], { units: 3, bias: true })),
      task('height', { kind: 'number' }, apply('Dense', 'height.dense', [read], [1], { units: 1, bias: true })),
    ],
  )
}

export function planeRows(count: number, seed: number): Rows {
  const stream = key(seed, 'plane')
  const x = Float32Array.from({ length: count * 4 }, (_, index) => normal(stream, index))
  const [sides, heights]: [number[], number[]] = [[], []]
  for (let row = 0; row < count; row++) {
    const [a = 0, b = 0, c = 0, d = 0] = x.subarray(row * 4, row * 4 + 4)
    const scores = [a - b, b + c, d - c]
    sides.push(scores.indexOf(Math.max(...scores)))
    heights.push(2 * a - b + 0.5 * d + 1)
  }
  return { inputs: { x: f32([count, 4], x) }, targets: { side: i64([count], sides), height: f32([count], heights) } }
}

export const planeData = (made: TypedModel, parts: Partial<Record<Part, number>> = { train: 400, validation: 100, test: 100 }): Dataset =>
  memoryDataset(
    made.data,
    Object.fromEntries(Object.entries(parts).map(([part, count], index) => [part, planeRows(count, index)])),
  )

/** A mask that leaves about this part of the samples their target. */
export const someMask = (count: number, part: number) =>
  f32([count], Array.from({ length: count }, (_, index) => (uniform(key('mask'), index) < part ? 1 : 0)))

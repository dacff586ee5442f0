import type { Part, TypedData } from '../check/typed.js'
import { key } from '../random/counter.js'
import { permutation } from '../random/permutation.js'
import type { Statistics } from '../types/statistics.js'
import { beforeName } from '../types/fields.js'
import type { Tensor } from '../types/tensor.js'
import { zeros } from '../types/tensor.js'
import { moveBoxes } from './augment/boxes.js'
import { augment } from './augment/index.js'
import type { Move } from './augment/step.js'
import type { Batch, BatchOptions } from './dataset.js'
import type { Layout } from './layout.js'
import type { Records } from './records.js'

/** How many batches are prepared while the consumer works on one. */
const ahead = 3

export interface BatchSource {
  readonly data: TypedData
  readonly layout: Layout
  readonly records: Records
  /** What missing numbers of tables become, and the pieces that texts are cut into, by field. */
  readonly learned: ReadonlyMap<string, Statistics>
}

const isReal = (tensor: Tensor | undefined): tensor is Tensor<'f32'> => tensor?.dtype === 'f32'

/**
 * Gives how to make the batches of an epoch, each by itself: a shuffled order is computed, not sorted or kept, so that
 * any batch of any epoch costs the same.
 */
function batchMaker({ data, layout, records, learned }: BatchSource, part: Part, { batch, shuffle, augment: augments = false }: BatchOptions) {
  const total = records.count(part)
  const order = shuffle === undefined ? (index: number) => index : permutation(total, key(shuffle.seed, 'shuffle', shuffle.epoch))
  const { stride } = layout
  if (augments && shuffle === undefined) throw new Error('augmentation needs the seed and the epoch of a shuffle')
  const augmented = augments ? shuffle : undefined

  return (index: number): Batch => {
    const first = index * batch
    const size = Math.min(batch, total - first)
    const places = new Float64Array(size)
    for (let row = 0; row < size; row++) places[row] = order(first + row)
    const bytes = records.read(part, places)

    const inputs: Record<string, Tensor> = {}
    for (const { field, codec, offset } of layout.inputs) {
      const decoded = codec.decode({ bytes, stride, offset, count: size }, learned.get(field.name))
      for (const [suffix, tensor] of Object.entries(decoded)) inputs[field.name + suffix] = tensor
    }
    // Where the boxes of each sample went: the checker lets them stand beside one image only.
    const moves: (readonly Move[])[] = []
    if (augmented !== undefined) {
      for (const { field, steps } of data.augment) {
        const image = inputs[field]
        if (image === undefined || !(image.data instanceof Float32Array)) throw new Error(`${field} is no image`)
        const [, channels = 1, height = 1, width = 1] = image.shape
        const elements = channels * height * width
        const stream = key(augmented.seed, 'augment', field, augmented.epoch)
        for (let row = 0; row < size; row++) {
          const values = image.data.subarray(row * elements, (row + 1) * elements)
          moves[row] = augment({ values, channels, height, width }, steps, key(stream, places[row] ?? 0))
        }
      }
    }

    const targets: Record<string, Tensor> = {}
    const masks: Record<string, Tensor<'f32'>> = {}
    for (const { field, codec, offset, mask = 0 } of layout.targets) {
      const { '': target, '.before': before } = codec.decode({ bytes, stride, offset, count: size }, learned.get(field.type.kind === 'tags' ? field.type.over : field.name))
      if (target !== undefined) targets[field.name] = target
      if (field.type.kind === 'boxes' && isReal(target)) for (const [row, each] of moves.entries()) moveBoxes(target, row, each)
      if (before !== undefined) inputs[beforeName(field.name)] = before
      const there = zeros('f32', [size])
      for (let row = 0; row < size; row++) there.data[row] = bytes[row * stride + mask] ?? 0
      masks[field.name] = there
    }

    const weights = zeros('f32', [size])
    if (layout.weight === undefined) weights.data.fill(1)
    else for (let row = 0; row < size; row++) weights.data[row] = bytes.readFloatLE(row * stride + layout.weight.offset)
    return { size, inputs, targets, masks, weights }
  }
}

/**
 * The batches of one pass, a few of them made ahead: whenever the consumer awaits something else (a run in the
 * engine's thread), the event loop is free and the next ones are made.
 */
export async function* batches(source: BatchSource, part: Part, options: BatchOptions): AsyncGenerator<Batch> {
  const make = batchMaker(source, part, options)
  const { batch, from = 0, limit = Infinity } = options
  const end = Math.min(Math.ceil(source.records.count(part) / batch), from + limit)
  const ready: Batch[] = []
  let next = from
  let scheduled: NodeJS.Immediate | undefined

  const prepare = (): void => {
    scheduled = undefined
    if (next >= end || ready.length >= ahead) return
    try {
      ready.push(make(next))
    } catch {
      // Made again, and thrown, where the consumer asks for it.
      return
    }
    next++
    scheduled = setImmediate(prepare)
  }
  try {
    for (let index = from; index < end; index++) {
      const batchNow = ready.shift() ?? make(next++)
      scheduled ??= setImmediate(prepare)
      yield batchNow
    }
  } finally {
    clearImmediate(scheduled)
  }
}

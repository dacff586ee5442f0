/** Small random graphs over typed values: every choice is fast-check's, so that a graph that fails is made smaller. */
import fc, { type GeneratorValue } from 'fast-check'
import { GraphBuilder } from '../../../src/ir/builder.js'
import type { Attributes, ValueId } from '../../../src/ir/graph.js'
import { f32, i64, type Shape, type Tensor } from '../../../src/types/tensor.js'
import { distinct, noise } from '../../ops/harness.js'

/** A graph while it grows, and values for its inputs. */
export class Garden {
  readonly builder = new GraphBuilder('random')
  readonly feeds: Record<string, Tensor> = {}
  /** f32 inputs that are differentiated. */
  readonly leaves: ValueId[] = []
  /** f32 values that ops may read, and those that no op has read yet. */
  readonly pool: ValueId[] = []
  readonly unread = new Set<ValueId>()
  readonly #draw: GeneratorValue
  readonly #batch: number
  #inputs = 0

  constructor(draw: GeneratorValue) {
    this.#draw = draw
    this.#batch = this.between(1, 3)
  }

  // ── choices ──

  between = (min: number, max: number): number => this.#draw(fc.integer, { min, max })

  flip = (): boolean => this.between(0, 1) === 1

  oneOf = <T>(...choices: readonly T[]): T => choices[this.between(0, choices.length - 1)]

  /** One to three: sizes of axes, strides, kernels. */
  small = (): number => this.between(1, 3)

  pair = (min = 1, max = 3): [number, number] => [this.between(min, max), this.between(min, max)]

  // ── types ──

  shape = (value: ValueId): Shape => this.builder.typeOf(value).shape

  /** Axes of known size: all but the batch. */
  axes = (value: ValueId): readonly number[] => this.shape(value).flatMap((dim, axis) => (typeof dim === 'number' ? [axis] : []))

  size = (value: ValueId, axis: number): number => Number(this.shape(value)[axis])

  /** With a number for the batch. */
  sized = (shape: Shape): readonly number[] => shape.map((dim) => (typeof dim === 'number' ? dim : Number(/^\d+(?=\*)/.exec(dim)?.[0] ?? 1) * this.#batch))

  // ── values ──

  #input(shape: Shape, tensor: Tensor): ValueId {
    const name = `x${this.#inputs++}`
    this.feeds[name] = tensor
    return this.builder.input(name, { dtype: tensor.dtype, shape })
  }

  /** An input that is differentiated. */
  leaf(shape: Shape, values: (shape: readonly number[], seed: number) => Tensor = noise): ValueId {
    const value = this.#input(shape, values(this.sized(shape), 1 + this.between(0, 999)))
    this.leaves.push(value)
    return value
  }

  /** An input that has no gradient: running statistics. */
  fixed = (shape: Shape, low: number, high: number): ValueId => this.#input(shape, noise(this.sized(shape), this.between(0, 99), low, high))

  /** Codes below `count`. */
  codes = (shape: Shape, count: number): ValueId => {
    const values = noise(this.sized(shape), this.between(0, 99), 0, count).data
    return this.#input(shape, i64(this.sized(shape), Array.from(values, Math.floor)))
  }

  /** A value of so many axes that is there already, or a new input. */
  value(rank?: number): ValueId {
    const known = this.pool.filter((value) => rank === undefined || this.shape(value).length === rank)
    if (known.length > 0 && this.between(0, 3) > 0) return this.oneOf(...known)
    const wanted = rank ?? this.between(1, 4)
    const sizes: Shape = Array.from({ length: wanted - 1 }, () => this.small())
    return this.leaf(this.flip() || wanted === 4 ? ['N', ...sizes] : [this.small(), ...sizes])
  }

  /** An image [N, C, H, W] in which a window of `reach` fits. */
  image(reach: readonly [number, number] = [1, 1], channels?: number): ValueId {
    const known = this.pool.filter((value) => {
      const [, c, h, w] = this.shape(value)
      return this.shape(value).length === 4 && typeof c === 'number' && Number(h) >= reach[0] && Number(w) >= reach[1] && (channels === undefined || c === channels)
    })
    if (known.length > 0 && this.flip()) return this.oneOf(...known)
    return this.leaf(['N', channels ?? this.small(), reach[0] + this.between(0, 3), reach[1] + this.between(0, 3)])
  }

  add(op: string, inputs: readonly ValueId[], attributes: Attributes = {}): ValueId {
    return this.builder.add(op, inputs, attributes)
  }

  /** The value moved to where no kink is near, and no two values tie; two parities never meet either. */
  steady(value: ValueId, parity: 0 | 1 = 0): ValueId {
    const places = this.leaf(this.shape(value), (shape, seed) => distinct(shape, 2 * seed + parity))
    return this.add('add', [places, this.add('mul', [this.add('tanh', [value]), this.builder.scalar(0.01)])])
  }

  /** Between ½ and 1½. */
  positive = (value: ValueId): ValueId => this.add('add', [this.add('sigmoid', [value]), this.builder.scalar(0.5)])

  /** Between −1 and 1. */
  tame = (value: ValueId): ValueId => this.add('tanh', [value])

  vector = (size: number): ValueId => this.leaf([size])

  /** A value of the same shape with some axes 1, or some in front left out: it broadcasts. */
  partner(value: ValueId): ValueId {
    if (this.between(0, 2) === 0) return value
    const shape = this.shape(value)
    const reduced = shape.map((dim) => (this.between(0, 2) === 0 ? 1 : dim))
    return this.leaf(reduced.slice(this.between(0, shape.length)))
  }
}

/** Half-way scale constants for fake quantisation: kinks then lie at multiples of 0.1. */
export const steps = (count?: number): Tensor => f32(count === undefined ? [] : [count], new Float32Array(count ?? 1).fill(0.2))

import type { Feeds } from '../engine/engine.js'
import { typeOf, type Graph, type RandomSource, type ValueId } from '../ir/graph.js'
import { bits, key } from '../random/counter.js'
import { batchSymbol } from '../lower/extern.js'
import { zeros } from '../types/tensor.js'

const chances = 2 ** 16

/**
 * 0 where a value is dropped, else 1 / (1 − rate): the rate is rounded to 16 bits, so that a hash is two draws. Written as
 * the floats' bits and without a branch, which nobody could predict.
 */
function fill({ rate }: RandomSource, stream: number, values: Float32Array): void {
  const dropped = Math.round(rate * chances)
  const [kept = 0] = new Int32Array(Float32Array.of(chances / (chances - dropped)).buffer)
  const written = new Int32Array(values.buffer, values.byteOffset, values.length)
  for (let index = 0; index < written.length; index += 2) {
    const drawn = bits(stream, index >> 1)
    written[index] = kept & ~(((drawn & 0xffff) - dropped) >> 31)
    written[index + 1] = kept & ~(((drawn >>> 16) - dropped) >> 31)
  }
}

/** Draws a graph's random inputs for one step. They depend on the seed, the step and the input's name alone. */
export function drawRandom(graph: Graph, size: number, seed: number, step: number): Feeds {
  const drawn = graph.inputs.flatMap(({ name, value, random }) => (random === undefined ? [] : [draw(name, value, random)]))
  return Object.fromEntries(drawn)

  function draw(name: string, value: ValueId, random: RandomSource) {
    const shape = typeOf(graph, value).shape.map((dim) => {
      if (dim === batchSymbol) return size
      if (typeof dim !== 'number') throw new Error(`the random input ${name} has the open dimension ${dim}`)
      return dim
    })
    const tensor = zeros('f32', shape)
    fill(random, key(seed, 'random', name, step), tensor.data)
    return [name, tensor] as const
  }
}

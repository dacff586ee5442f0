import type { Feeds } from '../engine/engine.js'
import { typeOf, type Graph, type RandomSource, type ValueId } from '../ir/graph.js'
import { key, uniform } from '../random/counter.js'
import { batchSymbol } from '../lower/extern.js'
import { zeros } from '../types/tensor.js'

function fill(source: RandomSource, stream: number, values: Float32Array): void {
  const kept = 1 / (1 - source.rate)
  for (let index = 0; index < values.length; index++) values[index] = uniform(stream, index) < source.rate ? 0 : kept
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

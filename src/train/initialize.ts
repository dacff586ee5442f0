import type { Graph, Init, Weights } from '../ir/graph.js'
import { typeOf } from '../ir/graph.js'
import { key, normal, uniform } from '../random/counter.js'
import { elementCount, type Tensor } from '../types/tensor.js'

/** Draws the value at `index` of a parameter whose stream is `stream`. */
function draw(init: Init, stream: number, index: number): number {
  const within = (bound: number) => (2 * uniform(stream, index) - 1) * bound
  switch (init.kind) {
    case 'constant':
      return init.value
    case 'uniform':
      return within(init.bound)
    case 'normal':
      return init.std * normal(stream, index)
    // He et al. 2015, for ReLU: variance 2 / fanIn.
    case 'kaiming_uniform':
      return within(Math.sqrt(6 / init.fanIn))
    // Glorot & Bengio 2010: variance 2 / (fanIn + fanOut).
    case 'xavier_uniform':
      return within(Math.sqrt(6 / (init.fanIn + init.fanOut)))
  }
}

/**
 * First values of a graph's parameters. Each depends on the seed and the parameter's name alone, so that
 * adding a layer leaves how the others begin as it was.
 */
export function initialize(graph: Graph, seed: number): Weights {
  const weights = new Map<string, Tensor>()
  for (const parameter of graph.parameters) {
    const shape = typeOf(graph, parameter.value).shape.map((dim) => {
      if (typeof dim !== 'number') throw new Error(`parameter ${parameter.name} has the open dimension ${dim}`)
      return dim
    })
    const stream = key(seed, 'init', parameter.name)
    const data = new Float32Array(elementCount(shape))
    for (let index = 0; index < data.length; index++) data[index] = draw(parameter.init, stream, index)
    weights.set(parameter.name, { dtype: 'f32', shape, data })
  }
  return weights
}

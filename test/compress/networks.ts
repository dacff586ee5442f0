/** Small networks and the ways to run them, for the tests of compression. */
import { createEngine } from '../../src/engine/onnxruntime.js'
import type { Engine, Feeds } from '../../src/engine/engine.js'
import { GraphBuilder } from '../../src/ir/builder.js'
import type { Graph, ValueId, Weights } from '../../src/ir/graph.js'
import { key, normal } from '../../src/random/counter.js'
import { elementCount, f32, type Tensor } from '../../src/types/tensor.js'

/** A builder that names layers and remembers nothing: the tests read like the model. */
export class Net {
  readonly builder: GraphBuilder

  constructor(name = 'net') {
    this.builder = new GraphBuilder(name)
  }

  image(channels: number, size: number): ValueId {
    return this.builder.input('image', { dtype: 'f32', shape: ['N', channels, size, size] })
  }

  vector(size: number): ValueId {
    return this.builder.input('x', { dtype: 'f32', shape: ['N', size] })
  }

  parameter(name: string, shape: readonly number[], trainable = true): ValueId {
    return this.builder.parameter(name, { dtype: 'f32', shape }, { kind: 'normal', std: 0.3 }, trainable)
  }

  conv(name: string, x: ValueId, channels: number, options: { kernel?: number; groups?: number; bias?: boolean } = {}): ValueId {
    const { kernel = 3, groups = 1, bias = true } = options
    const within = Number(this.builder.typeOf(x).shape[1]) / groups
    const pad = kernel >> 1
    return this.builder.within(name, undefined, () =>
      this.builder.add(
        'conv',
        [x, this.parameter(`${name}.weight`, [channels, within, kernel, kernel]), ...(bias ? [this.parameter(`${name}.bias`, [channels])] : [])],
        { stride: [1, 1], pads: [pad, pad, pad, pad], dilation: [1, 1], groups },
      ))
  }

  dense(name: string, x: ValueId, units: number, bias = true): ValueId {
    const size = Number(this.builder.typeOf(x).shape.at(-1))
    return this.builder.within(name, undefined, () =>
      this.builder.add('dense', [x, this.parameter(`${name}.weight`, [units, size]), ...(bias ? [this.parameter(`${name}.bias`, [units])] : [])]))
  }

  norm(name: string, x: ValueId): ValueId {
    const channels = Number(this.builder.typeOf(x).shape[1])
    const statistics = ['scale', 'bias', 'running_mean', 'running_var'].map((part) =>
      this.parameter(`${name}.${part}`, [channels], !part.startsWith('running')))
    return this.builder.within(name, undefined, () => this.builder.add('batch_norm', [x, ...statistics], { epsilon: 1e-5, momentum: 0.1 }))
  }

  relu(x: ValueId): ValueId {
    return this.builder.add('relu', [x])
  }

  add(a: ValueId, b: ValueId): ValueId {
    return this.builder.add('add', [a, b])
  }

  concat(...values: readonly ValueId[]): ValueId {
    return this.builder.add('concat', values, { axis: 1 })
  }

  pool(x: ValueId): ValueId {
    return this.builder.add('max_pool', [x], { kernel: [2, 2], stride: [2, 2], pads: [0, 0, 0, 0] })
  }

  flatten(x: ValueId): ValueId {
    const [, ...dims] = this.builder.typeOf(x).shape
    return this.builder.add('reshape', [x], { shape: [-1, elementCount(dims.map(Number))] })
  }

  build(outputs: Readonly<Record<string, ValueId>>): Graph {
    for (const [name, value] of Object.entries(outputs)) this.builder.output(name, value)
    return this.builder.build()
  }
}

/** Weights drawn by seed; variances are positive. */
export function randomWeights(graph: Graph, seed: number): Weights {
  return new Map(
    graph.parameters.map(({ name, value }) => {
      const shape = (graph.types.get(value)?.shape ?? []).map(Number)
      const fan = Math.max(1, elementCount(shape.slice(1)))
      const stream = key(seed, name)
      const draw = (index: number): number => normal(stream, index)
      const values = Array.from({ length: elementCount(shape) }, (_, index) => {
        if (name.endsWith('running_var')) return 0.5 + Math.abs(draw(index))
        if (name.endsWith('scale')) return 1 + 0.2 * draw(index)
        return shape.length === 1 ? 0.1 * draw(index) : draw(index) * Math.sqrt(2 / fan)
      })
      return [name, f32(shape, values)]
    }),
  )
}

export function randomInputs(graph: Graph, batch: number, seed: number): Feeds {
  return Object.fromEntries(
    graph.inputs.map(({ name, value }) => {
      const shape = (graph.types.get(value)?.shape ?? []).map((dim) => (typeof dim === 'number' ? dim : batch))
      return [name, f32(shape, Array.from({ length: elementCount(shape) }, (_, index) => normal(key(seed, name, 'input'), index)))]
    }),
  )
}

let shared: Promise<Engine> | undefined
/** One engine for all tests of a file; the process ends with it. */
export const engine = (): Promise<Engine> => (shared ??= createEngine({ threads: 1, inline: true }))

export async function runGraph(graph: Graph, weights: Weights, inputs: Feeds): Promise<Feeds> {
  const names = new Set(graph.parameters.map(({ name }) => name))
  const session = await (await engine()).load({ graph, weights: new Map([...weights].filter(([name]) => names.has(name))) })
  try {
    return await session.run(inputs)
  } finally {
    await session.close()
  }
}

export const largestDifference = (a: Tensor | undefined, b: Tensor | undefined): number => {
  if (a === undefined || b === undefined || a.data.length !== b.data.length) return Infinity
  return Math.max(0, ...Array.from(a.data as ArrayLike<number | bigint>, (value, index) => Math.abs(Number(value) - Number(b.data[index]))))
}

/** A LeNet with two heads on one trunk. */
export function twoHeads(): Graph {
  const net = new Net('two-heads')
  const x = net.image(1, 12)
  const a = net.pool(net.relu(net.conv('trunk.conv1', x, 12)))
  const b = net.pool(net.relu(net.conv('trunk.conv2', a, 16)))
  const trunk = net.relu(net.dense('trunk.dense', net.flatten(b), 40))
  return net.build({
    left: net.dense('left.out', net.relu(net.dense('left.hidden', trunk, 24)), 5),
    right: net.dense('right.out', trunk, 3),
  })
}

/** Convolutions with batch norms and a shortcut, a concatenation, and a depthwise convolution. */
export function residual(): Graph {
  const net = new Net('residual')
  const x = net.image(2, 8)
  const stem = net.relu(net.norm('stem.norm', net.conv('stem.conv', x, 10, { bias: false })))
  const inner = net.relu(net.norm('block.norm1', net.conv('block.conv1', stem, 14)))
  const sum = net.relu(net.add(stem, net.norm('block.norm2', net.conv('block.conv2', inner, 10))))
  const side = net.relu(net.conv('side.conv', sum, 6, { kernel: 1 }))
  const deep = net.relu(net.conv('depthwise', net.concat(sum, side), 16, { groups: 16 }))
  const mean = net.builder.add('global_avg_pool', [net.conv('last', deep, 12)])
  return net.build({ out: net.dense('head', mean, 4), flat: net.dense('flat', net.flatten(net.pool(sum)), 2) })
}

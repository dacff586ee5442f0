import { GraphBuilder } from '../ir/builder.js'
import { typeOf, type Graph } from '../ir/graph.js'
import { blockChannels } from '../passes/block-channels.js'
import { key, uniform } from '../random/counter.js'
import { elementCount, f32, type Tensor } from '../types/tensor.js'
import type { Engine, Program } from './engine.js'

/** Widths that kernels have on one processor or another, the widest first. */
const widths = [16, 8]

/**
 * Runs the convolutions of train steps on channels in blocks where that gives the right numbers on this machine.
 * Found out once, by running one convolution in both forms. Programs without state keep their weights
 * constant: the runtime blocks them by itself.
 */
export function withBlocks(engine: Engine): Engine {
  let width: Promise<number | undefined> | undefined
  return {
    name: engine.name,
    version: engine.version,
    load: async (program) => engine.load(await blocked(program, () => (width ??= blockWidth(engine)))),
    open: (model, options) => engine.open(model, options),
    close: () => engine.close(),
  }
}

/** The program as it runs where channels stand in blocks of what `width` gives, which is asked where it matters. */
export async function blocked(program: Program, width: () => Promise<number | undefined>): Promise<Program> {
  const { graph, state = [] } = program
  const fits = (block: number): Graph => blockChannels(block).run(graph)
  if (state.length === 0 || fits(Math.min(...widths)).nodes.every(({ attributes }) => attributes['block'] === undefined)) return program
  const block = await width()
  return block === undefined ? program : { ...program, graph: fits(block) }
}

/** The first width whose numbers agree with those of the plain form; undefined where none does. */
export async function blockWidth(engine: Engine): Promise<number | undefined> {
  const plain = probe()
  const expected = await values(engine, plain)
  if (expected === undefined) return undefined
  for (const width of widths) {
    const found = await values(engine, blockChannels(width).run(plain))
    if (found !== undefined && found.every((value, index) => Math.abs(value - (expected[index] ?? NaN)) < 1e-3)) return width
  }
  return undefined
}

const [channels, size] = [32, 6]

/** A convolution, its bias, and the gradient of its input; the same of each channel by itself; and one of few channels. */
function probe(): Graph {
  const b = new GraphBuilder('probe')
  const x = b.input('x', { dtype: 'f32', shape: ['N', channels, size, size] })
  const w = b.input('w', { dtype: 'f32', shape: [channels, channels, 3, 3] })
  const bias = b.input('b', { dtype: 'f32', shape: [channels] })
  const window = { pads: [1, 1, 1, 1], stride: [1, 1] }
  b.output('y', b.add('conv', [x, w, bias], window))
  b.output('dx', b.add('conv_input_gradient', [x, w], { ...window, size: [size, size] }))
  const own = b.input('own', { dtype: 'f32', shape: [channels, 1, 3, 3] })
  const each = { ...window, groups: channels }
  b.output('z', b.add('conv', [x, own, bias], each))
  b.output('dz', b.add('conv_input_gradient', [x, own], { ...each, size: [size, size] }))
  const few = b.input('few', { dtype: 'f32', shape: ['N', 3, size, size] })
  const wide = b.input('wide', { dtype: 'f32', shape: [channels, 3, 5, 5] })
  b.output('v', b.add('conv', [few, wide, bias], window))
  return b.build()
}

const noise = (name: string, shape: readonly number[]): Tensor<'f32'> =>
  f32(shape, Array.from({ length: elementCount(shape) }, (_, index) => uniform(key(name), index) - 0.5))

async function values(engine: Engine, graph: Graph): Promise<readonly number[] | undefined> {
  try {
    const session = await engine.load({ graph, weights: new Map() })
    try {
      const feeds = graph.inputs.map(({ name, value }) => [name, noise(name, typeOf(graph, value).shape.map((dim) => (typeof dim === 'number' ? dim : 2)))] as const)
      const { y, dx, z, dz, v } = await session.run(Object.fromEntries(feeds))
      return [y, dx, z, dz, v].flatMap((tensor) => (tensor?.dtype === 'f32' ? Array.from(tensor.data, Number) : [NaN]))
    } finally {
      await session.close()
    }
  } catch {
    return undefined
  }
}

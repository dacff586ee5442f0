import { describe, expect, it } from 'vitest'
import { blockWidth, withBlocks } from '../../src/engine/blocked.js'
import type { Engine, Program } from '../../src/engine/engine.js'
import { createEngine } from '../../src/engine/onnxruntime.js'
import { GraphBuilder } from '../../src/ir/builder.js'
import type { Graph } from '../../src/ir/graph.js'
import { dce } from '../../src/passes/dce.js'
import { differentiate } from '../../src/passes/differentiate.js'
import { blockChannels } from '../../src/passes/block-channels.js'
import { difference, noise, present, runGraph } from '../ops/harness.js'

/** A convolution of an image of three channels, two of `channels`, one of each channel by itself, and their gradients: one step of descent. */
function program(channels: number, window = 5): Program {
  const b = new GraphBuilder('step')
  const x = b.input('x', { dtype: 'f32', shape: ['N', 3, 5, 7] })
  const shapes = [[channels, 3, window, window], [channels, channels, 3, 3], [channels, 1, 3, 3], [channels, channels, 3, 3]]
  const state = shapes.map((shape, index) => ({ input: `w${index}`, output: `next:w${index}`, initial: noise(shape, index, -0.1, 0.1) }))
  const weights = state.map(({ input, initial }) => b.parameter(input, initial, { kind: 'constant', value: 0 }))
  const layer = (value: number, weight = -1) => {
    const [, within, height] = b.typeOf(weight).shape
    const pad = (Number(height) - 1) / 2
    return b.add('relu', [b.add('conv', [value, weight], { pads: [pad, pad, pad, pad], groups: within === 1 ? channels : 1 })])
  }
  const loss = b.add('mean', [b.add('square', [weights.reduce(layer, x)])])
  const gradients = differentiate(b, loss, weights)
  for (const [index, weight] of weights.entries()) {
    b.output(state[index]?.output ?? '', b.add('sub', [weight, b.add('mul', [gradients[index] ?? -1, b.scalar(0.1)])]))
  }
  b.output('loss', loss)
  return { graph: dce.run(b.build()), weights: new Map(), state }
}

const marked = (graph: Graph): readonly string[] => graph.nodes.filter(({ attributes }) => attributes['block'] !== undefined).map(({ op }) => op)

describe('channels in blocks', () => {
  it('are for whole blocks and for kernels that are worth it', () => {
    expect(marked(blockChannels(16).run(program(32).graph))).toEqual([...Array<string>(4).fill('conv'), ...Array<string>(3).fill('conv_input_gradient')])
    expect(marked(blockChannels(16).run(program(24).graph))).toEqual([])
    expect(marked(blockChannels(8).run(program(24).graph))).toHaveLength(7)
    // An image of few channels needs large windows.
    expect(marked(blockChannels(16).run(program(32, 3).graph))).toHaveLength(6)
  })

  it('give the numbers of the plain form, step after step', async () => {
    const engine = await createEngine({ threads: 1, inline: true })
    const { graph, state = [] } = program(32)
    const x = noise([3, 3, 5, 7], 9)
    const session = await engine.load({ graph, weights: new Map(), state })
    const { loss } = await session.run({ x })
    const next = await session.read()
    await session.close()
    const plain = await runGraph(graph, { x }, Object.fromEntries(state.map(({ input, initial }) => [input, initial])))
    expect(difference(present(loss), present(plain['loss']))).toBeLessThan(1e-6)
    for (const { input, output } of state) expect(difference(present(next[input]), present(plain[output]))).toBeLessThan(1e-6)
    await engine.close()
  })

  it('are left where no width gives the right numbers, or the runtime has no such operators', async () => {
    const engine = await createEngine({ threads: 1, inline: true })
    const seen: (readonly string[])[] = []
    /** A runtime that fails, or is wrong, wherever channels are blocked. */
    const without = (wrong: boolean): Engine => ({
      ...engine,
      name: 'other',
      load: async (given) => {
        seen.push(marked(given.graph))
        if (marked(given.graph).length === 0) return engine.load(given)
        if (!wrong) throw new Error('no such operator')
        const session = await engine.load({ ...given, graph: { ...given.graph, nodes: given.graph.nodes.map((node) => ({ ...node, attributes: { ...node.attributes, block: 0 } })) } })
        return { ...session, close: () => session.close(), run: async (feeds) => {
          const { y, dx } = await session.run(feeds)
          return { y: present(dx), dx: present(y) }
        } }
      },
    })
    for (const wrong of [true, false]) {
      expect(await blockWidth(without(wrong))).toBeUndefined()
      seen.length = 0
      const session = await withBlocks(without(wrong)).load(program(32))
      expect(seen.at(-1)).toEqual([])
      await session.close()
    }
    await engine.close()
  })
})

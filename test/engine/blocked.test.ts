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

/** Two convolutions, one of each channel by itself, and the gradients of their weights: one step of descent. */
function program(channels: number): Program {
  const b = new GraphBuilder('step')
  const x = b.input('x', { dtype: 'f32', shape: ['N', channels, 5, 7] })
  const state = ['first', 'own', 'second'].map((name, index) => ({
    input: name, output: `next:${name}`, initial: noise([channels, name === 'own' ? 1 : channels, 3, 3], index, -0.1, 0.1),
  }))
  const weights = state.map(({ input, initial }) => b.parameter(input, initial, { kind: 'constant', value: 0 }))
  const layer = (value: number, weight = -1) => b.add('relu', [b.add('conv', [value, weight], { pads: [1, 1, 1, 1], groups: b.typeOf(weight).shape[1] === 1 ? channels : 1 })])
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
    expect(marked(blockChannels(16).run(program(32).graph))).toEqual(['conv', 'conv', 'conv', 'conv_input_gradient', 'conv_input_gradient'])
    expect(marked(blockChannels(16).run(program(24).graph))).toEqual([])
    expect(marked(blockChannels(8).run(program(24).graph))).toHaveLength(5)
  })

  it('give the numbers of the plain form, step after step', async () => {
    const engine = await createEngine({ threads: 1, inline: true })
    const { graph, state = [] } = program(32)
    const x = noise([3, 32, 5, 7], 9)
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

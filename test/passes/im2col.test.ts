import { describe, expect, it } from 'vitest'
import { GraphBuilder } from '../../src/ir/builder.js'
import { typeOf, type Graph } from '../../src/ir/graph.js'
import { verify } from '../../src/ir/verify.js'
import { blockChannels } from '../../src/passes/block-channels.js'
import { differentiate } from '../../src/passes/differentiate.js'
import { im2col } from '../../src/passes/im2col.js'
import { difference, noise, present, runGraph } from '../ops/harness.js'

/** A convolution of `within` × size × size to `channels`, and its gradients. */
function graphOf({ within = 128, channels = 256, size = 2, kernel = 3, stride = 1, groups = 1 }): Graph {
  const b = new GraphBuilder('step')
  const x = b.input('x', { dtype: 'f32', shape: ['N', within, size, size] })
  const w = b.input('w', { dtype: 'f32', shape: [channels, within / groups, kernel, kernel] })
  const pad = (kernel - 1) / 2
  const y = b.add('conv', [x, w], { pads: [pad, pad, pad, pad], stride: [stride, stride], groups })
  b.output('y', y)
  for (const [index, gradient] of differentiate(b, b.add('mean', [b.add('square', [y])]), [x, w]).entries()) b.output(`d${index}`, gradient ?? -1)
  return b.build()
}

const marked = (graph: Graph, attribute = 'im2col'): readonly string[] =>
  graph.nodes.filter(({ attributes }) => attributes[attribute] !== undefined).map(({ op }) => op)
const all = ['conv', 'conv_input_gradient', 'conv_weight_gradient']

describe('one product for the batch', () => {
  it('is for many channels beside few places, of any kernel and stride', () => {
    for (const options of [{}, { size: 1 }, { kernel: 1 }, { size: 4, stride: 2 }, { within: 512, size: 3 }]) {
      expect(marked(im2col.run(graphOf(options))).toSorted()).toEqual(all)
    }
    for (const options of [{ channels: 64 }, { size: 4 }, { within: 512, size: 5 }, { groups: 2 }, { within: 256, groups: 256 }]) {
      expect(marked(im2col.run(graphOf(options)))).toEqual([])
    }
  })

  it('comes before channels in blocks', () => {
    expect(marked(blockChannels(16).run(graphOf({})), 'block')).toContain('conv')
    expect(marked(blockChannels(16).run(im2col.run(graphOf({}))), 'block')).toEqual([])
  })

  it.each([{}, { kernel: 1 }, { size: 4, stride: 2 }, { size: 3, stride: 2, kernel: 1 }])('gives the numbers of the plain form: %o', async (options) => {
    const graph = graphOf(options)
    const feeds = Object.fromEntries(graph.inputs.map(({ name, value }, index) =>
      [name, noise(typeOf(graph, value).shape.map((dim) => (dim === 'N' ? 3 : Number(dim))), index, -0.1, 0.1)]))
    const gathered = im2col.run(graph)
    expect(verify(gathered)).toEqual([])
    expect(marked(gathered)).toHaveLength(3)
    const [plain, found] = [await runGraph(graph, feeds), await runGraph(gathered, feeds)]
    for (const name of ['y', 'd0', 'd1']) expect(difference(present(found[name]), present(plain[name]))).toBeLessThan(1e-5)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { channelGroups, keptBy, type ChannelGroup } from '../../src/compress/groups.js'
import type { Graph, ValueId, Weights } from '../../src/ir/graph.js'
import { normalize, printGraph } from '../../src/ir/text.js'
import { prune, pruneWeights, take } from '../../src/passes/prune.js'
import { f32, zeros } from '../../src/types/tensor.js'
import { largestDifference, Net, randomInputs, randomWeights, residual, runGraph, twoHeads } from '../compress/networks.js'

/** Sets every weight of the channels that go to zero: what removing them must be equal to. */
function mask(weights: Weights, groups: readonly ChannelGroup[], plan: ReadonlyMap<string, readonly number[]>): Weights {
  const masked = new Map([...weights].map(([name, tensor]) => [name, { ...tensor, data: tensor.data.slice() }]))
  for (const { name, members } of groups) {
    for (const { parameter, axis, channels } of members) {
      const tensor = masked.get(parameter ?? '')
      if (tensor === undefined) continue
      const gone = new Set(channels.filter((_, channel) => !(plan.get(name) ?? []).includes(channel)).flat())
      const inner = tensor.shape.slice(axis + 1).reduce((product, dim) => product * dim, 1)
      for (let index = 0; index < tensor.data.length; index++) {
        if (gone.has(Math.floor(index / inner) % (tensor.shape[axis] ?? 1))) tensor.data[index] = 0
      }
    }
  }
  return masked as unknown as Weights
}

async function expectSame(graph: Graph, seed: number, keep: (group: ChannelGroup) => readonly number[]): Promise<Graph> {
  const weights = randomWeights(graph, seed)
  const { free } = channelGroups(graph)
  const plan = new Map(free.map((group) => [group.name, keep(group)]))
  const kept = keptBy(graph, free, plan)
  const smaller = prune(graph, kept)
  const inputs = randomInputs(graph, 3, seed)
  const removed = await runGraph(smaller, pruneWeights(graph, weights, kept), inputs)
  const masked = await runGraph(graph, mask(weights, free, plan), inputs)
  for (const { name } of graph.outputs) expect(largestDifference(removed[name], masked[name]), name).toBeLessThan(1e-5)
  return smaller
}

/** A random stack of convolutions with norms, shortcuts, concatenations and depthwise layers, and one or two heads. */
function randomNetwork(choices: readonly number[]): Graph {
  const net = new Net()
  const pick = (index: number, count: number): number => (choices[index % choices.length] ?? 0) % count
  let x: ValueId = net.relu(net.conv('stem', net.image(1 + pick(0, 3), 4), 2 + pick(1, 6)))
  for (let layer = 0; layer < 2 + pick(2, 3); layer++) {
    const [name, width] = [`layer${layer}`, Number(net.builder.typeOf(x).shape[1])]
    const other = (): ValueId => net.conv(name, x, 2 + pick(3 + layer, 6), { bias: pick(layer, 2) === 0 })
    const forms: readonly (() => ValueId)[] = [
      () => net.relu(other()),
      () => net.relu(net.norm(`${name}.norm`, other())),
      () => net.add(x, net.norm(`${name}.norm`, net.conv(name, x, width))),
      () => net.concat(x, net.relu(other())),
      () => net.conv(name, x, width, { groups: width }),
    ]
    x = forms[pick(4 + layer, forms.length)]?.() ?? x
  }
  const flat = pick(9, 2) === 0 ? net.flatten(net.pool(x)) : net.builder.add('global_avg_pool', [x])
  const hidden = net.relu(net.dense('hidden', flat, 3 + pick(10, 6)))
  return net.build({ first: net.dense('first', hidden, 3), ...(pick(11, 2) === 0 ? {} : { second: net.dense('second', flat, 2) }) })
}

describe('prune', () => {
  it('removes a channel everywhere that it reaches', async () => {
    const smaller = await expectSame(twoHeads(), 1, ({ size }) => Array.from({ length: size >> 1 }, (_, index) => 2 * index))
    const shapes = Object.fromEntries(smaller.parameters.map(({ name, value }) => [name, smaller.types.get(value)?.shape]))
    expect(shapes).toMatchObject({
      'trunk.conv1.weight': [6, 1, 3, 3],
      'trunk.conv1.bias': [6],
      'trunk.conv2.weight': [8, 6, 3, 3],
      'trunk.dense.weight': [20, 72],
      'left.hidden.weight': [12, 20],
      'left.out.weight': [5, 12],
      'right.out.weight': [3, 20],
    })
  })

  it('follows shortcuts, concatenations and depthwise layers', async () => {
    const smaller = await expectSame(residual(), 2, ({ size }) => Array.from({ length: size - 3 }, (_, index) => index + 2))
    expect(smaller.nodes.find(({ op, attributes }) => op === 'conv' && attributes['groups'] !== 1)?.attributes['groups']).toBe(10)
  })

  it('gives what the network gives when the same channels are zero, whatever the network', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(1000), { minLength: 12, maxLength: 12 }), fc.nat(1000), async (choices, seed) => {
        await expectSame(randomNetwork(choices), seed, ({ size }) =>
          Array.from({ length: size }, (_, index) => index).filter((index) => index === 0 || (seed + 7 * index) % 3 !== 0))
      }),
      { numRuns: 25, seed: 5 },
    )
  })

  it('changes nothing where nothing is given up', () => {
    const graph = twoHeads()
    expect(printGraph(normalize(prune(graph, new Map())))).toBe(printGraph(normalize(graph)))
  })

  it('takes slices along any axis', () => {
    const tensor = f32([2, 3, 2], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    expect(take(tensor, 1, [0, 2])).toEqual(f32([2, 2, 2], [0, 1, 4, 5, 6, 7, 10, 11]))
    expect(take(tensor, 0, [1])).toEqual(f32([1, 3, 2], [6, 7, 8, 9, 10, 11]))
    expect(take(zeros('s8', [4]), 0, [1, 2]).data).toEqual(new Int8Array(2))
  })
})

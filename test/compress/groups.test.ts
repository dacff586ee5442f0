import { describe, expect, it } from 'vitest'
import { channelGroups } from '../../src/compress/groups.js'
import type { Graph } from '../../src/ir/graph.js'
import { Net, residual, twoHeads } from './networks.js'

const names = (groups: readonly { readonly name: string }[]) => groups.map(({ name }) => name).toSorted()
const touches = (groups: ReturnType<typeof channelGroups>, name: string) =>
  groups.free
    .find((group) => group.name === name)
    ?.members.flatMap(({ parameter, axis }) => (parameter === undefined ? [] : [`${parameter}/${axis}`]))
    .toSorted()

const reasons = (graph: Graph) => channelGroups(graph).frozen.map(({ name, reason }) => `${name}: ${reason.kind} ${reason.name}`)

describe('channel groups', () => {
  it('couple a layer’s outputs with its bias and with the inputs of the next layer', () => {
    const groups = channelGroups(twoHeads())
    expect(names(groups.free)).toEqual(['left.hidden', 'trunk.conv1', 'trunk.conv2', 'trunk.dense'])
    expect(touches(groups, 'trunk.conv1')).toEqual(['trunk.conv1.bias/0', 'trunk.conv1.weight/0', 'trunk.conv2.weight/1'])
  })

  it('make a channel of an image as many inputs of the dense layer behind it as it has pixels', () => {
    const group = channelGroups(twoHeads()).free.find(({ name }) => name === 'trunk.conv2')
    const behind = group?.members.find(({ parameter }) => parameter === 'trunk.dense.weight')
    expect(behind?.channels[1]).toEqual([9, 10, 11, 12, 13, 14, 15, 16, 17])
  })

  it('hold the heads of all tasks that read a trunk', () => {
    expect(touches(channelGroups(twoHeads()), 'trunk.dense')).toEqual([
      'left.hidden.weight/1', 'right.out.weight/1', 'trunk.dense.bias/0', 'trunk.dense.weight/0',
    ])
  })

  it('join both sides of a shortcut, their norms, and what concatenation and depthwise layers do to them', () => {
    const groups = channelGroups(residual())
    expect(names(groups.free)).toEqual(['block.conv1', 'last', 'side.conv', 'stem.conv'])
    expect(touches(groups, 'stem.conv')).toEqual([
      'block.conv1.weight/1', 'block.conv2.bias/0', 'block.conv2.weight/0', 'block.norm2.bias/0', 'block.norm2.running_mean/0',
      'block.norm2.running_var/0', 'block.norm2.scale/0', 'depthwise.bias/0', 'depthwise.weight/0', 'flat.weight/1', 'last.weight/1',
      'side.conv.weight/1', 'stem.conv.weight/0', 'stem.norm.bias/0', 'stem.norm.running_mean/0', 'stem.norm.running_var/0', 'stem.norm.scale/0',
    ])
    const side = groups.free.find(({ name }) => name === 'side.conv')
    expect(side?.members.find(({ parameter }) => parameter === 'depthwise.weight')?.channels[0]).toEqual([10])
  })

  it('leave the model’s inputs and outputs as they are, and say so', () => {
    expect(reasons(twoHeads()).toSorted()).toEqual(['left.out: output left', 'right.out: output right'])
    expect(reasons(residual()).toSorted()).toEqual(['flat: output flat', 'head: output out', 'stem.conv#2: input image'])
  })

  it('leave alone what `keep` names, with all that hangs on it', () => {
    const { free, frozen } = channelGroups(twoHeads(), ['trunk.conv2'])
    expect(names(free)).toEqual(['left.hidden', 'trunk.dense'])
    expect(names(frozen.filter(({ reason }) => reason.kind === 'keep'))).toEqual(['trunk.conv1', 'trunk.conv2'])
    // A path covers whole names only.
    expect(names(channelGroups(twoHeads(), ['trunk.conv']).free)).toHaveLength(4)
  })

  it('name the op that has no rule for a channel axis', () => {
    const net = new Net()
    const hidden = net.dense('hidden', net.vector(4), 6)
    const soft = net.builder.add('softmax', [hidden], { axis: 1 })
    const { free, frozen } = channelGroups(net.build({ out: net.dense('out', soft, 2) }))
    expect(free).toEqual([])
    expect(frozen.find(({ name }) => name === 'hidden')?.reason).toEqual({ kind: 'op', name: 'softmax' })
  })

  it('give two halves of a concatenated layer apart where they were made apart', () => {
    const net = new Net()
    const x = net.vector(3)
    const both = net.concat(net.dense('a', x, 4), net.dense('b', x, 5))
    const { free } = channelGroups(net.build({ out: net.dense('out', both, 2) }))
    expect(free.map(({ name, size }) => [name, size])).toEqual([['a', 4], ['b', 5]])
  })
})

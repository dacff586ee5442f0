import { describe, expect, it } from 'vitest'
import { costRows, graphCost } from '../../src/ir/cost.js'
import { Net, twoHeads } from '../compress/networks.js'

describe('cost', () => {
  it('counts parameters, multiply-accumulates of one sample, and bytes, layer by layer', () => {
    expect(costRows(twoHeads()).filter(({ params }) => params > 0)).toEqual([
      { scope: 'trunk.conv1', op: 'conv', output: 'f32[N, 12, 12, 12]', params: 120, macs: 15_552, bytes: 480 },
      { scope: 'trunk.conv2', op: 'conv', output: 'f32[N, 16, 6, 6]', params: 1744, macs: 62_208, bytes: 6976 },
      { scope: 'trunk.dense', op: 'dense', output: 'f32[N, 40]', params: 5800, macs: 5760, bytes: 23_200 },
      { scope: 'left.hidden', op: 'dense', output: 'f32[N, 24]', params: 984, macs: 960, bytes: 3936 },
      { scope: 'left.out', op: 'dense', output: 'f32[N, 5]', params: 125, macs: 120, bytes: 500 },
      { scope: 'right.out', op: 'dense', output: 'f32[N, 3]', params: 123, macs: 120, bytes: 492 },
    ])
    expect(graphCost(twoHeads())).toEqual({ params: 8896, macs: 84_720, bytes: 35_584 })
  })

  it('has no rows for constants', () => {
    const net = new Net()
    const x = net.vector(4)
    const graph = net.build({ out: net.builder.add('mul', [x, net.builder.scalar(2)]) })
    expect(costRows(graph).map(({ op }) => op)).toEqual(['mul'])
  })

  it('counts shared weights once, and running statistics as bytes only', () => {
    const net = new Net()
    const x = net.vector(4)
    const weight = net.parameter('shared.weight', [4, 4])
    const twice = net.builder.add('dense', [net.builder.add('dense', [x, weight]), weight])
    expect(graphCost(net.build({ out: net.norm('norm', twice) }))).toEqual({ params: 16 + 8, macs: 32, bytes: (16 + 16) * 4 })
  })
})

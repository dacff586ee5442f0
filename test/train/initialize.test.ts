import { describe, expect, test } from 'vitest'
import { GraphBuilder } from '../../src/ir/builder.js'
import type { Init } from '../../src/ir/graph.js'
import { initialize } from '../../src/train/initialize.js'

function drawn(init: Init, seed = 1, name = 'w', count = 20_000): Float32Array {
  const builder = new GraphBuilder('g')
  builder.parameter(name, { dtype: 'f32', shape: [count / 10, 10] }, init)
  return initialize(builder.build(), seed).get(name)?.data as Float32Array
}
const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length
const variance = (values: Float32Array) => mean(values.map((value) => value * value)) - mean(values) ** 2

describe('initialize', () => {
  test.each([
    [{ kind: 'uniform', bound: 0.3 }, 0.3 ** 2 / 3],
    [{ kind: 'normal', std: 0.5 }, 0.25],
    [{ kind: 'kaiming_uniform', fanIn: 50, fanOut: 10 }, 2 / 50],
    [{ kind: 'xavier_uniform', fanIn: 50, fanOut: 30 }, 2 / 80],
  ] as const)('%j has mean 0 and the variance that its name says', (init, expected) => {
    const values = drawn(init)
    expect(Math.abs(mean(values))).toBeLessThan(0.03 * Math.sqrt(expected))
    expect(variance(values) / expected).toBeCloseTo(1, 1)
  })

  test('constants are constant', () => {
    expect(drawn({ kind: 'constant', value: 0.25 }).every((value) => value === 0.25)).toBe(true)
  })

  test('values follow from the seed and the name alone', () => {
    const init: Init = { kind: 'normal', std: 1 }
    expect(drawn(init, 1)).toEqual(drawn(init, 1))
    expect(drawn(init, 1)).not.toEqual(drawn(init, 2))
    expect(drawn(init, 1, 'w')).not.toEqual(drawn(init, 1, 'v'))
  })
})

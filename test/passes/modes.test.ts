import { describe, expect, it } from 'vitest'
import { GraphBuilder } from '../../src/ir/builder.js'
import type { Graph } from '../../src/ir/graph.js'
import { verify } from '../../src/ir/verify.js'
import { inferenceMode } from '../../src/passes/inference-mode.js'
import { trainingMode } from '../../src/passes/training-mode.js'
import { f32 } from '../../src/types/tensor.js'
import { noise, present, runGraph, typed, valuesOf } from '../ops/harness.js'

/** Batch norm, then two dropouts. */
function model(): Graph {
  const b = new GraphBuilder('model')
  const x = b.input('x', typed('N', 2))
  const start = { kind: 'constant', value: 1 } as const
  const [scale, bias] = [b.parameter('norm.scale', typed(2), start), b.parameter('norm.bias', typed(2), start)]
  const [mean, variance] = [b.parameter('norm.mean', typed(2), start, false), b.parameter('norm.variance', typed(2), start, false)]
  const y = b.add('batch_norm', [x, scale, bias, mean, variance], { epsilon: 1e-5, momentum: 0.25 })
  b.output('y', b.add('dropout', [b.add('dropout', [y], { rate: 0.5 })], { rate: 0.25 }))
  return b.build()
}
const weights = { 'norm.scale': f32([2], [1, 2]), 'norm.bias': f32([2], [0, 1]), 'norm.mean': f32([2], [8, 0]), 'norm.variance': f32([2], [4, 1]) }

/** A running statistic after these batches, a quarter of each going in. */
const moved = (running: number, ...batches: readonly number[]) => batches.reduce((value, batch) => 0.75 * value + 0.25 * batch, running)

describe('training mode', () => {
  const graph = trainingMode.run(model())

  it('draws a mask for each dropout', () => {
    expect(verify(graph)).toEqual([])
    expect(graph.inputs.filter(({ random }) => random !== undefined)).toMatchObject([
      { name: 'dropout:0', random: { kind: 'dropout', rate: 0.5 } },
      { name: 'dropout:1', random: { kind: 'dropout', rate: 0.25 } },
    ])
    expect(graph.nodes.some(({ op }) => op === 'dropout' || op === 'batch_norm')).toBe(false)
  })

  it('normalises by the batch, and moves the running statistics towards it', async () => {
    const ones = f32([4, 2], new Float32Array(8).fill(1))
    const x = f32([4, 2], [1, 0, 3, 0, 5, 4, 7, 4])
    const result = await runGraph(graph, { x, 'dropout:0': ones, 'dropout:1': ones }, weights)
    expect(graph.outputs.map(({ name }) => name)).toEqual(['y', 'update:norm.mean', 'update:norm.variance'])
    // Means 4 and 2; variances of the population 20/3 and 16/3.
    const close = (name: string, expected: readonly number[]) =>
      valuesOf(present(result[name])).forEach((value, index) => expect(value).toBeCloseTo(expected[index] ?? NaN, 4))
    close('update:norm.mean', [0.75 * 8 + 0.25 * 4, 0.25 * 2])
    close('update:norm.variance', [0.75 * 4 + (0.25 * 20) / 3, 0.75 + (0.25 * 16) / 3])
    close('y', [-3 / Math.sqrt(5), -1, -1 / Math.sqrt(5), -1, 1 / Math.sqrt(5), 3, 3 / Math.sqrt(5), 3])
  })

  it('moves statistics that are shared once for each application, one upon the other', async () => {
    const b = new GraphBuilder('twice')
    const start = { kind: 'constant', value: 1 } as const
    const vectors = ['scale', 'bias', 'mean', 'variance'].map((name) => b.parameter(`norm.${name}`, typed(2), start, name === 'scale' || name === 'bias'))
    for (const input of ['x', 'z']) b.output(`${input}.y`, b.add('batch_norm', [b.input(input, typed('N', 2)), ...vectors], { epsilon: 1e-5, momentum: 0.25 }))
    const twice = trainingMode.run(b.build())
    expect(verify(twice)).toEqual([])
    expect(twice.outputs.map(({ name }) => name)).toEqual(['x.y', 'z.y', 'update:norm.mean', 'update:norm.variance'])

    const result = await runGraph(twice, { x: f32([2, 2], [3, 0, 5, 4]), z: f32([2, 2], [9, 5, 11, 5]) }, weights)
    // Batch means 4, 2 and then 10, 5; variances of the population 2, 8 and then 2, 0.
    const expected = { 'update:norm.mean': [moved(8, 4, 10), moved(0, 2, 5)], 'update:norm.variance': [moved(4, 2, 2), moved(1, 8, 0)] }
    for (const [name, values] of Object.entries(expected)) {
      valuesOf(present(result[name])).forEach((value, index) => expect(value).toBeCloseTo(values[index] ?? NaN, 4))
    }
  })

  it('drops what the mask drops', async () => {
    const mask = f32([2, 2], [0, 2, 2, 0])
    const result = await runGraph(graph, { x: noise([2, 2], 1), 'dropout:0': mask, 'dropout:1': f32([2, 2], [1, 1, 1, 1]) }, weights)
    expect(valuesOf(present(result['y'])).map((value) => value === 0)).toEqual([true, false, false, true])
  })
})

describe('inference mode', () => {
  it('has no dropout, and uses the running statistics', async () => {
    const graph = inferenceMode.run(model())
    expect(verify(graph)).toEqual([])
    expect(graph.nodes.map(({ op }) => op)).toEqual(['batch_norm'])
    const result = await runGraph(graph, { x: f32([1, 2], [10, 3]) }, weights)
    valuesOf(present(result['y'])).forEach((value, index) => expect(value).toBeCloseTo([1, 7][index] ?? NaN, 4))
  })
})

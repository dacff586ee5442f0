import { describe, expect, it } from 'vitest'
import { gradientGraph, taskGradients } from '../../src/compress/gradients.js'
import { lowerModel } from '../../src/lower/model.js'
import { evaluate } from '../../src/train/evaluate.js'
import { engine } from './networks.js'
import { dataset, made, trained } from './workbench.js'

const parameters = new Set(['trunk.wide.weight', 'side.out.weight', 'height.out.bias'])

describe('task gradients', () => {
  it('are one for each task and each weight that its loss depends on', () => {
    const { outputs } = gradientGraph(lowerModel(made, new Map()), made, parameters)
    expect(outputs.map(({ name }) => name)).toEqual([
      'gradient:side:trunk.wide.weight', 'gradient:side:side.out.weight',
      'gradient:height:trunk.wide.weight', 'gradient:height:height.out.bias',
    ])
  })

  it('come batch by batch, and go down the loss when followed', async () => {
    const { graph, weights } = await trained()
    const options = { graph, weights, model: made, parameters, dataset, engine: await engine(), batch: 800, batches: 1, seed: 1 }
    const found = []
    for await (const each of taskGradients(options)) found.push(each)
    expect(found.map(({ task }) => task)).toEqual(['side', 'height'])
    // The bias of a regression: its gradient is twice the mean error, so that half a step against it removes the mean error.
    const slope = Number(found[1]?.gradients['height.out.bias']?.data[0])
    const before = await evaluate({ graph, weights, model: made, dataset, part: 'train', engine: options.engine })
    const bias = weights.get('height.out.bias')
    if (bias === undefined) throw new Error('the bias is missing')
    const moved = new Map([...weights, ['height.out.bias', { dtype: 'f32' as const, shape: [1], data: Float32Array.of(Number(bias.data[0]) - slope / 2) }]])
    const after = await evaluate({ graph, weights: moved, model: made, dataset, part: 'train', engine: options.engine })
    const [a, b] = [before['height']?.['rmse'] ?? 0, after['height']?.['rmse'] ?? 0]
    expect(a * a - b * b).toBeCloseTo((slope / 2) ** 2, 5)
  })

  it('stop where the run is interrupted', async () => {
    const { graph, weights } = await trained()
    const options = { graph, weights, model: made, parameters, dataset, engine: await engine(), batch: 64, batches: 5, seed: 1, signal: AbortSignal.abort() }
    await expect(taskGradients(options)[Symbol.asyncIterator]().next()).rejects.toThrow()
  })
})

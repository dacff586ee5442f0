import { describe, expect, it } from 'vitest'
import { lowerModel } from '../../src/lower/model.js'
import { f32 } from '../../src/types/tensor.js'
import { initialize } from '../../src/train/initialize.js'
import { gradientNorms } from '../../src/train/probe.js'
import { taskGradients } from '../../src/compress/gradients.js'
import { engine, plane, planeData, planeRows } from './problems.js'
import { memoryDataset } from './memory.js'

describe('the norms of the tasks\' gradients', () => {
  it('are those of the gradients themselves', async () => {
    const running = await engine()
    const model = plane()
    const graph = lowerModel(model, new Map())
    const weights = initialize(graph, 4)
    const dataset = planeData(model)
    const parameters = new Set(graph.parameters.map(({ name }) => name))
    for await (const batch of dataset.batches('train', { batch: 32, shuffle: { seed: 3, epoch: 0 }, limit: 1 })) {
      const norms = await gradientNorms({ graph, model, engine: running, weights, batch })
      for await (const { task, gradients } of taskGradients({ graph, weights, model, parameters, dataset, engine: running, batch: 32, batches: 1, seed: 3 })) {
        const squares = Object.values(gradients).flatMap(({ data }) => [...data].map((value) => Number(value) ** 2))
        expect(norms[task]).toBeCloseTo(Math.sqrt(squares.reduce((sum, square) => sum + square, 0)), 4)
      }
    }
    await running.close()
  })

  it('point at the task with the extreme target', async () => {
    const running = await engine()
    const model = plane()
    const graph = lowerModel(model, new Map())
    const rows = planeRows(32, 0)
    const height = Array.from(rows.targets['height']?.data ?? [], Number).with(5, 1e6)
    const dataset = memoryDataset(model.data, { train: { ...rows, targets: { ...rows.targets, height: f32([32], height) } } })
    for await (const batch of dataset.batches('train', { batch: 32 })) {
      const norms = await gradientNorms({ graph, model, engine: running, weights: initialize(graph, 4), batch })
      expect(norms['height']).toBeGreaterThan(1e4 * (norms['side'] ?? Infinity))
    }
    await running.close()
  })
})

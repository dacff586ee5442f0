import { describe, expect, it } from 'vitest'
import { impossibleLines } from '../../src/compress/feasible.js'
import { lowerModel } from '../../src/lower/model.js'
import { initialize } from '../../src/train/initialize.js'
import { block, int8, line, made, prune, training } from './workbench.js'

const graph = lowerModel(made, new Map())
const untrained = { graph, weights: initialize(graph, 1) }
const impossible = async (parts: Parameters<typeof block>[0]) =>
  (await impossibleLines(untrained, block(parts), training, {})).map(({ code, message }) => `${code}: ${message}`)

describe('what no configuration can meet, before any training', () => {
  it('names each line that the narrowest model exceeds', async () => {
    const [size, params, ...none] = await impossible({ prune: prune(), quantize: int8(), budget: [line('size', '<=', 10), line('params', '<=', 3)] })
    expect(size).toMatch(/^MTL5001: .*size <= 10.* cannot be met: the closest point reaches [\d.]+ KB$/)
    expect(params).toMatch(/^MTL5001: .*params <= 3/)
    expect(none).toEqual([])
  })

  it('knows that int8 alone removes no parameters', async () => {
    const budget = [line('params', '<=', 1500)]
    expect(await impossible({ prune: prune(), budget })).toEqual([])
    expect(await impossible({ quantize: int8(), budget })).toHaveLength(1)
  })

  it('says nothing of what only training or timing can tell', async () => {
    expect(await impossible({ budget: [line('side.accuracy', '>=', 2)] })).toEqual([])
  })
})

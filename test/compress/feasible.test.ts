import { describe, expect, it } from 'vitest'
import { impossibleLines } from '../../src/compress/feasible.js'
import { lowerModel } from '../../src/lower/model.js'
import { initialize } from '../../src/train/initialize.js'
import { block, int8, line, made, prune } from './workbench.js'

const graph = lowerModel(made, new Map())
const untrained = { graph, weights: initialize(graph, 1), declared: new Map(made.shares.map(({ name, span }) => [name, span])) }
const findings = (parts: Parameters<typeof block>[0]) => impossibleLines(untrained, block(parts), {})
const impossible = async (parts: Parameters<typeof block>[0]) => (await findings(parts)).map(({ code, message }) => `${code}: ${message}`)

describe('what no configuration can meet, before any training', () => {
  it('names each line that the narrowest model exceeds', async () => {
    const [size, params, ...none] = await impossible({ prune: prune(), quantize: int8(), budget: [line('size', '<=', 10), line('params', '<=', 3)] })
    expect(size).toMatch(/^MTL5007: .*size <= 10.* cannot be met: with every prunable channel at its least, at int8, the model takes [\d.]+ KB$/)
    expect(params).toMatch(/^MTL5007: .*params <= 3/)
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

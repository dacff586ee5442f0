import { describe, expect, it } from 'vitest'
import { normalize, parseGraph, printGraph } from '../../src/ir/text.js'
import { verify } from '../../src/ir/verify.js'
import { poolFirst } from '../../src/passes/pool-first.js'
import { difference, noise, present, runGraph } from '../ops/harness.js'

const before = `graph g {
  input x: f32[N, 2, 4, 4] = %0
  %1: f32[N, 2, 4, 4] = relu(%0) @a
  %2: f32[N, 2, 2, 2] = max_pool(%1) {kernel = [2, 2], stride = [2, 2]} @b
  output y = %2
}`

describe('pool first', () => {
  it('applies a function that never falls to what the pool has left', () => {
    const after = poolFirst.run(parseGraph(before))
    expect(verify(after)).toEqual([])
    expect(after.nodes.map(({ op, scope }) => `${op} ${scope}`)).toEqual(['relu a', 'max_pool b', 'relu a'])
    // The first relu is dead now.
    expect(after.nodes[1]?.inputs).toEqual(after.nodes[0]?.inputs)
  })

  it('keeps the values', async () => {
    const graph = parseGraph(before)
    const feeds = { x: noise([3, 2, 4, 4], 1) }
    const [a, b] = [await runGraph(graph, feeds), await runGraph(poolFirst.run(graph), feeds)]
    expect(difference(present(b['y']), present(a['y']))).toBe(0)
  })

  it('leaves a function alone that others read too, or that may fall', () => {
    for (const graph of [before.replace('output y = %2', 'output y = %2\n  output z = %1'), before.replace('relu', 'neg')]) {
      expect(printGraph(normalize(poolFirst.run(parseGraph(graph))))).toBe(printGraph(normalize(parseGraph(graph))))
    }
  })
})

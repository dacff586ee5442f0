import { describe, expect, it, test } from 'vitest'
import fc from 'fast-check'
import { GraphBuilder } from '../../src/ir/builder.js'
import type { Graph } from '../../src/ir/graph.js'
import { liveness } from '../../src/ir/liveness.js'
import { normalize, parseGraph, printGraph } from '../../src/ir/text.js'
import { verify } from '../../src/ir/verify.js'
import { dce } from '../../src/passes/dce.js'
import { differentiate } from '../../src/passes/differentiate.js'
import { recompute } from '../../src/passes/recompute.js'
import { trainingMode } from '../../src/passes/training-mode.js'
import { noise, runGraph } from '../ops/harness.js'

const batch = 4
const bytes = (graph: Graph): number => liveness(graph, batch).peak
const least = recompute({ batch, bytes: 0 })

describe('liveness', () => {
  const graph = parseGraph(`graph g {
  input x: f32[N, 8] = %0
  %1: f32[N, 8] = relu(%0)
  %2: f32[N, 2, 4] = reshape(%1) {shape = [0, 2, 4]}
  %3: f32[N, 2, 4] = exp(%2)
  %4: f32[] = sum(%3) {axes = [0, 1, 2]}
  output y = %4
}`)

  it('counts a value from the node that makes it to its last reader, views included', () => {
    const { storage } = liveness(graph, batch)
    expect(storage.get(1)).toEqual({ value: 1, bytes: 4 * batch * 8, from: 0, to: 2 })
    expect(storage.get(2)).toEqual(storage.get(1))
  })

  it('leaves inputs and outputs to the caller', () => {
    const { storage, peak, at } = liveness(graph, batch)
    expect([storage.has(0), storage.has(4)]).toEqual([false, false])
    // relu's result and that of exp.
    expect({ peak, at }).toEqual({ peak: 2 * 4 * batch * 8, at: 2 })
  })
})

test('a cheap value is made again behind the peak, from what lives until then', () => {
  const before = parseGraph(`graph g {
  input x: f32[N, 8] = %0
  %1: f32[N, 8] = exp(%0)
  %2: f32[N, 8] = relu(%1)
  %3: f32[N, 32] = concat(%2, %2, %2, %2) {axis = 1}
  %4: f32[N, 32] = sqrt(%3)
  %5: f32[N, 8] = slice(%4) {axes = [1], starts = [0], ends = [8]}
  %6: f32[N, 8] = mul(%5, %2)
  %7: f32[N, 8] = mul(%6, %1)
  output y = %7
}`)
  const expected = `graph g {
  input x: f32[N, 8] = %0
  %1: f32[N, 8] = exp(%0)
  %2: f32[N, 8] = relu(%1)
  %3: f32[N, 32] = concat(%2, %2, %2, %2) {axis = 1}
  %4: f32[N, 32] = sqrt(%3)
  %5: f32[N, 8] = slice(%4) {axes = [1], starts = [0], ends = [8]}
  %6: f32[N, 8] = mul(%5, %2)
  %7: f32[N, 8] = after(%0, %6)
  %8: f32[N, 8] = exp(%7)
  %9: f32[N, 8] = mul(%6, %8)
  output y = %9
}`
  // With less allowed, relu goes as well: by way of exp, which is then made for it.
  const limit = bytes(before) - 4 * batch * 8
  expect(printGraph(normalize(recompute({ batch, bytes: limit }).run(before)))).toBe(printGraph(normalize(parseGraph(expected))))
  expect(bytes(least.run(before))).toBeLessThan(limit)
})

test('what fits the limit stays as it is', () => {
  const graph = step(3)
  expect(recompute({ batch, bytes: bytes(graph) }).run(graph)).toBe(graph)
})

/** The gradients of a chain of dense layers, norms and activations. */
function step(depth: number): Graph {
  const b = new GraphBuilder('step')
  const width = 6
  let x = b.input('x', { dtype: 'f32', shape: ['N', width] })
  for (let layer = 0; layer < depth; layer++) {
    const parameter = (name: string, shape: readonly number[]) => b.parameter(`${name}${layer}`, { dtype: 'f32', shape }, { kind: 'constant', value: 0 })
    const y = b.add('dense', [x, parameter('w', [width, width])])
    const norm = b.add('layer_norm', [y, parameter('scale', [width]), parameter('bias', [width])])
    x = b.add('gelu', [norm])
  }
  const forward = trainingMode.run(b.build())
  const made = new GraphBuilder('step', { ...forward, outputs: [] })
  const loss = made.add('mean', [made.add('square', [x])])
  const gradients = differentiate(made, loss, forward.parameters.map(({ value }) => value))
  for (const [index, gradient] of gradients.entries()) made.output(`d${index}`, gradient ?? -1)
  made.output('loss', loss)
  return dce.run(made.build())
}

test('gradients are the same to the bit, and take less memory', async () => {
  await fc.assert(fc.asyncProperty(fc.integer({ min: 2, max: 4 }), fc.double({ min: 0, max: 1, noNaN: true }), async (depth, share) => {
    const plain = step(depth)
    const made = recompute({ batch, bytes: share * bytes(plain) }).run(plain)
    expect(verify(made)).toEqual([])
    expect(bytes(made)).toBeLessThanOrEqual(bytes(plain))
    const weights = Object.fromEntries(plain.parameters.map(({ name, value }, index) => [name, noise((plain.types.get(value)?.shape ?? []).map(Number), index)]))
    const x = noise([batch, 6], 99)
    expect(await runGraph(made, { x }, weights)).toEqual(await runGraph(plain, { x }, weights))
  }), { seed: 4, numRuns: 6 })
  expect(bytes(least.run(step(5)))).toBeLessThan(0.8 * bytes(step(5)))
})

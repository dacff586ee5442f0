/**
 * The same random graphs in ONNX Runtime and in TensorFlow.js. Their values must agree; so must our gradients, written ahead of
 * time, with those of TensorFlow.js's own autodiff, which shares no code with them: run in ONNX Runtime, and interpreted.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formOf, forms } from '../../../src/engine/tfjs/ops/index.js'
import type { ValueId } from '../../../src/ir/graph.js'
import { printGraph } from '../../../src/ir/text.js'
import { ops } from '../../../src/ops/index.js'
import { key } from '../../../src/random/counter.js'
import { differentiate } from '../../../src/passes/differentiate.js'
import { zeros, type Tensor } from '../../../src/types/tensor.js'
import { difference, noise, present, runGraph } from '../../ops/harness.js'
import { Garden } from './garden.js'
import { growths } from './growth.js'
import { autodiff, interpreted } from './kit.js'

const differentiable = [...ops.values()].filter(({ vjp }) => vjp !== undefined).map(({ name }) => name)

describe('every op', () => {
  it.each([...ops.keys()])('has a form in TensorFlow.js: %s', (op) => {
    expect(forms.has(op), `add src/engine/tfjs/ops/${op.replaceAll('_', '-')}.ts, and a line to its index.ts`).toBe(true)
    expect(formOf(op)).toBeTypeOf('function')
  })

  it.each(differentiable)('that can be differentiated is put into random graphs: %s', (op) => {
    expect(Object.keys(growths), `add a line for ${op} to test/engine/tfjs/growth.ts`).toContain(op)
  })
})

/** Graphs that begin with each op. */
const numRuns = 7
/** Graphs that each op must be in, at random places. */
const least = 8
const tolerance = 1e-4

/** Grows `count` ops, the first of them `first`; what none has read becomes an output. */
function grow(garden: Garden, first: string, count: number): void {
  for (let index = 0; index < count; index++) {
    const op = index === 0 ? first : garden.oneOf(...differentiable)
    for (const value of [growths[op](garden)].flat()) {
      if (!garden.pool.includes(value)) garden.pool.push(value)
    }
  }
  const read = new Set(garden.builder.nodes.flatMap(({ inputs }) => inputs))
  const ends = garden.pool.filter((value) => !read.has(value))
  for (const [index, value] of (ends.length === 0 ? garden.pool.slice(-1) : ends).entries()) garden.builder.output(`y${index}`, value)
}

describe('random graphs', () => {
  const uses = new Map<string, number>()

  it.each(differentiable)('have the same values and gradients in both engines: %s', async (first) => {
    await fc.assert(fc.asyncProperty(fc.gen(), async (draw) => {
      const garden = new Garden(draw)
      grow(garden, first, garden.between(2, 6))
      const { builder, leaves, feeds } = garden
      const forward = builder.build()
      for (const op of new Set(forward.nodes.map((node) => node.op))) uses.set(op, (uses.get(op) ?? 0) + 1)

      const weights: Record<string, Tensor> = Object.fromEntries(forward.outputs.map(({ name, value }, index) => [name, noise(garden.sized(builder.typeOf(value).shape), index)]))
      const terms = forward.outputs.map(({ name, value }) => builder.add('sum', [builder.add('mul', [value, builder.input(`w:${name}`, builder.typeOf(value))])]))
      const loss = terms.reduce((sum, term) => builder.add('add', [sum, term]))
      const ours = new Map<ValueId, string>()
      for (const [index, gradient] of differentiate(builder, loss, leaves).entries()) {
        if (gradient === undefined) continue
        builder.output(`d${index}`, gradient)
        ours.set(leaves[index], `d${index}`)
      }
      const graph = builder.build()
      const all = { ...feeds, ...Object.fromEntries(Object.entries(weights).map(([name, tensor]) => [`w:${name}`, tensor])) }

      const run = await runGraph(graph, all)
      const second = interpreted(graph, all)
      for (const { name } of graph.outputs) expect(difference(present(second[name]), present(run[name])), `${name} of\n${printGraph(graph)}`).toBeLessThan(tolerance)
      for (const [index, expected] of autodiff(forward, feeds, leaves, weights).entries()) {
        const name = ours.get(leaves[index])
        const found = name === undefined ? zeros('f32', expected.shape) : present(run[name])
        expect(difference(found, expected), `the gradient of %${leaves[index]} in\n${printGraph(graph)}`).toBeLessThan(tolerance)
      }
    }), { seed: key(first), numRuns })
  })

  it('are at least 300, and hold every differentiable op many times', () => {
    expect(differentiable.length * numRuns).toBeGreaterThanOrEqual(300)
    expect(differentiable.filter((op) => (uses.get(op) ?? 0) < least)).toEqual([])
  })
})

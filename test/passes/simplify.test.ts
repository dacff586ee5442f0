import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GraphBuilder } from '../../src/ir/builder.js'
import type { Graph, ValueId } from '../../src/ir/graph.js'
import { normalize, parseGraph, printGraph } from '../../src/ir/text.js'
import { verify } from '../../src/ir/verify.js'
import { cse } from '../../src/passes/cse.js'
import { dce } from '../../src/passes/dce.js'
import { fold } from '../../src/passes/fold.js'
import type { Pass } from '../../src/passes/pass.js'
import { f32 } from '../../src/types/tensor.js'
import { difference, noise, present, runGraph, typed } from '../ops/harness.js'

/** Runs a pass on the graph before, and compares with the graph expected, in their text form. */
function changes(pass: Pass, before: string, expected: string): void {
  const result = pass.run(parseGraph(before))
  expect(verify(result)).toEqual([])
  expect(printGraph(normalize(result))).toBe(printGraph(normalize(parseGraph(expected))))
}

describe('fold', () => {
  it('computes what is known', () => {
    changes(fold, `graph g {
      input x: f32[2] = %0
      %1: f32[2] = constant() {value = f32[2](1, 2)}
      %2: f32[] = constant() {value = f32[](3)}
      %3: f32[2] = mul(%1, %2)
      %4: f32[2] = add(%0, %3)
      output y = %4
    }`, `graph g {
      input x: f32[2] = %0
      %1: f32[2] = constant() {value = f32[2](1, 2)}
      %2: f32[] = constant() {value = f32[](3)}
      %3: f32[2] = constant() {value = f32[2](3, 6)}
      %4: f32[2] = add(%0, %3)
      output y = %4
    }`)
  })

  it('passes over ops that change nothing', () => {
    changes(fold, `graph g {
      input x: f32[N, 2] = %0
      %1: f32[] = constant() {value = f32[](1)}
      %2: f32[N, 2] = mul(%1, %0)
      %3: f32[N, 2] = reshape(%2) {shape = [-1, 2]}
      %4: f32[N, 2] = transpose(%3) {perm = [0, 1]}
      %5: f32[N, 2] = div(%4, %1)
      output y = %5
    }`, `graph g {
      input x: f32[N, 2] = %0
      %1: f32[] = constant() {value = f32[](1)}
      output y = %0
    }`)
  })

  it('keeps a product with 1 that makes the other operand larger', () => {
    const graph = `graph g {
      input x: f32[2] = %0
      %1: f32[3, 2] = constant() {value = f32[3, 2](1, 1, 1, 1, 1, 1)}
      %2: f32[3, 2] = mul(%0, %1)
      output y = %2
    }`
    changes(fold, graph, graph)
  })

  it('knows a large constant, though it would make none', () => {
    const b = new GraphBuilder('g')
    const x = b.input('x', typed(100, 100))
    b.output('y', b.add('add', [x, b.constant(f32([100, 100], new Float32Array(10_000)))]))
    expect(dce.run(fold.run(b.build())).nodes).toEqual([])
  })

  it('leaves large results to be computed', () => {
    const b = new GraphBuilder('g')
    b.output('y', b.add('broadcast_to', [b.scalar(1), b.input('x', typed(100, 100))]))
    expect(fold.run(b.build()).nodes.map(({ op }) => op)).toEqual(['constant', 'broadcast_to'])
  })
})

describe('cse', () => {
  it('computes the same once', () => {
    changes(cse, `graph g {
      input x: f32[2] = %0
      %1: f32[2] = exp(%0)
      %2: f32[2] = exp(%0)
      %3: f32[2] = add(%1, %2)
      output y = %3
    }`, `graph g {
      input x: f32[2] = %0
      %1: f32[2] = exp(%0)
      %3: f32[2] = add(%1, %1)
      output y = %3
    }`)
  })

  it('tells constants apart by their values, and leaves random draws apart', () => {
    const graph = `graph g {
      input x: f32[2] = %0
      %1: f32[] = constant() {value = f32[](0)}
      %2: f32[] = constant() {value = f32[](1)}
      %3: f32[2] = add(%0, %1)
      %4: f32[2] = add(%0, %2)
      %5: f32[2] = dropout(%0) {rate = 0.5}
      %6: f32[2] = dropout(%0) {rate = 0.5}
      output a = %3
      output b = %4
      output c = %5
      output d = %6
    }`
    changes(cse, graph, graph)
  })
})

describe('dce', () => {
  it('drops nodes and weights that no output reads, and keeps inputs', () => {
    changes(dce, `graph g {
      input x: f32[2] = %0
      input unused: f32[2] = %1
      parameter w: f32[2] = %2 constant(value=0)
      parameter v: f32[2] = %3 constant(value=0)
      %4: f32[2] = mul(%0, %2)
      %5: f32[2] = mul(%0, %3)
      %6: f32[2] = exp(%5)
      output y = %4
    }`, `graph g {
      input x: f32[2] = %0
      input unused: f32[2] = %1
      parameter w: f32[2] = %2 constant(value=0)
      %4: f32[2] = mul(%0, %2)
      output y = %4
    }`)
  })
})

/** Random small graphs over [N, 3]: values, constants, weights that repeat. */
const graphs: fc.Arbitrary<Graph> = fc
  .array(fc.tuple(fc.constantFrom('add', 'mul', 'sub', 'maximum', 'relu', 'tanh', 'neg', 'scalar', 'row', 'reshape', 'sum'), fc.nat(99), fc.nat(99)), { minLength: 3, maxLength: 16 })
  .map((steps) => {
    const b = new GraphBuilder('random')
    const values: ValueId[] = [b.input('x', typed('N', 3)), b.scalar(1), b.scalar(0)]
    const pick = (index: number): ValueId => values[index % values.length] ?? 0
    for (const [op, first, second] of steps) {
      if (op === 'scalar') values.push(b.scalar(first % 3))
      else if (op === 'row') values.push(b.constant(f32([3], [first % 3, second % 2, 1])))
      else if (op === 'reshape') values.push(b.typeOf(pick(first)).shape.length === 2 ? b.add('reshape', [pick(first)], { shape: [-1, 3] }) : pick(first))
      else if (op === 'sum') values.push(b.typeOf(pick(first)).shape.length > 0 ? b.add('sum', [pick(first)], { axes: [-1], keepdims: true }) : pick(first))
      else if (['relu', 'tanh', 'neg'].includes(op)) values.push(b.add(op, [pick(first)]))
      else values.push(b.add(op, [pick(first), pick(second)]))
    }
    // x is read at least once, so that the batch is known.
    b.output('y', b.add('add', [values.at(-1) ?? 0, 0]))
    b.output('z', b.add('mul', [values.at(-2) ?? 0, 0]))
    return b.build()
  })

describe.each([fold, cse, dce])('$name', (pass) => {
  it('keeps the meaning of random graphs', async () => {
    await fc.assert(fc.asyncProperty(graphs, async (graph) => {
      const after = pass.run(graph)
      expect(verify(after)).toEqual([])
      expect(after.nodes.length).toBeLessThanOrEqual(graph.nodes.length)
      const feeds = { x: noise([2, 3], 1) }
      const [a, b] = [await runGraph(graph, feeds), await runGraph(after, feeds)]
      for (const { name } of graph.outputs) expect(difference(present(b[name]), present(a[name]))).toBeLessThan(1e-6)
    }), { seed: 12, numRuns: 25 })
  })
})

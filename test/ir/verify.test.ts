import { describe, expect, it } from 'vitest'
import type { Graph } from '../../src/ir/graph.js'
import { parseGraph } from '../../src/ir/text.js'
import { verify } from '../../src/ir/verify.js'

const faults = (body: string): readonly string[] => verify(parseGraph(`graph g {\n${body}\n}`))

/** A graph whose attribute of the given name no text could hold. */
function withAttribute(value: unknown): Graph {
  const graph = parseGraph('graph g { input x: f32[2] = %0 %1: f32[2] = relu(%0) output y = %1 }')
  const attributes = JSON.parse('{}')
  attributes.odd = value
  return { ...graph, nodes: graph.nodes.map((node) => ({ ...node, attributes })) }
}

describe('the verifier', () => {
  it('has nothing to say of a well-formed graph', () => {
    expect(
      faults(`
        input x: f32[N, 2] = %0
        parameter w: f32[2] = %1 normal(std=1)
        %2: f32[N, 2] = add(%0, %1)
        output y = %2
        output same = %0`),
    ).toEqual([])
  })

  it('wants every value defined before it is used', () => {
    expect(faults('input x: f32[2] = %0 %1: f32[2] = add(%0, %2) %2: f32[2] = relu(%0) output y = %9')).toEqual([
      'node 0, add: %2 is used before it is defined',
      'output `y`: %9 is used before it is defined',
    ])
  })

  it('wants every value defined once', () => {
    const graph = parseGraph('graph g { input x: f32[2] = %0 %1: f32[2] = relu(%0) @head output y = %1 }')
    expect(verify({ ...graph, nodes: [...graph.nodes, ...graph.nodes] })).toEqual([
      'node 1, relu @head: %1 is defined twice',
    ])
  })

  it('wants a type for every value', () => {
    const graph = parseGraph('graph g { input x: f32[2] = %0 %1: f32[2] = relu(%0) output y = %1 }')
    expect(verify({ ...graph, types: new Map([...graph.types].filter(([value]) => value !== 1)) })).toEqual([
      'node 0, relu: %1 has no type',
    ])
  })

  it('wants the types that the ops give', () => {
    expect(faults('input x: f32[2] = %0 %1: f32[3] = relu(%0) output y = %1')).toEqual([
      'node 0, relu: %1 is f32[3], its type rule gives f32[2]',
    ])
    expect(faults('input x: f32[2] = %0 %1: f32[2], %2: f32[2] = relu(%0) output y = %1')).toEqual([
      'node 0, relu: it has 2 outputs, its type rule gives 1',
    ])
  })

  it('tells what an op refuses', () => {
    const [message] = faults('input x: f32[2] = %0 input y: f32[3] = %1 %2: f32[2] = add(%0, %1) output z = %2')
    expect(message).toMatch(/^node 0, add: add: /)
  })

  it('knows the ops', () => {
    expect(faults('input x: f32[2] = %0 %1: f32[2] = frobnicate(%0) output y = %1')).toEqual([
      'node 0, frobnicate: there is no such op',
    ])
  })

  it('wants names that differ and are not empty', () => {
    expect(
      faults('input x: f32[2] = %0 parameter x: f32[2] = %1 normal(std=1) output y = %0 output y = %1 output "" = %1'),
    ).toEqual(['parameter `x`: the name is taken', 'output `y`: the name is taken', 'output ``: the name is empty'])
  })

  it('wants sizes for parameters, and dimensions that are sizes or symbols', () => {
    expect(faults('parameter w: f32[N] = %0 normal(std=1) output y = %0')).toEqual([
      'parameter `w`: f32[N] has a symbol, where a weight has sizes',
    ])
    expect(faults('input x: f32[1.5, -2] = %0 output y = %0')).toEqual([
      '%0: f32[1.5, -2] has a dimension that is no size and no symbol',
    ])
  })

  it('wants attributes to be plain data', () => {
    expect(verify(withAttribute([1, 2]))).toEqual([])
    expect(verify(withAttribute(['a']))).toEqual(['node 0, relu: attribute `odd` is a list of something else than numbers'])
    expect(verify(withAttribute(null))).toEqual(['node 0, relu: attribute `odd` is no plain data'])
    expect(verify(withAttribute(undefined))).toEqual(['node 0, relu: attribute `odd` is no plain data'])
    expect(verify(withAttribute({ dtype: 'f32', shape: [3], data: new Float32Array(2) }))).toEqual([
      'node 0, relu: attribute `odd` is said to be f32[3] but holds 2 values',
    ])
  })

  it('wants a result of every node', () => {
    expect(faults('input x: f32[2] = %0 = relu(%0) output y = %0')).toEqual([
      'node 0, relu: it has no output',
      'node 0, relu: it has 0 outputs, its type rule gives 1',
    ])
  })
})

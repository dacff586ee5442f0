import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GraphBuilder } from '../../src/ir/builder.js'
import type { Attribute, Graph, Init, Node, ValueId } from '../../src/ir/graph.js'
import { normalize, parseGraph, printGraph } from '../../src/ir/text.js'
import { f32, i64, zeros, type Dim, type DType, type Tensor, type TensorType } from '../../src/types/tensor.js'

const example = `graph digits {
  input image: f32[N, 1, 4] = %0
  input dropout:0: f32[N, 4] = %1 dropout(rate=0.5)
  parameter trunk.fc.weight: f32[4, 3] = %2 kaiming_uniform(fan_in=4, fan_out=3)
  parameter trunk.mean: f32[3] = %3 constant(value=0) frozen
  %4: f32[N, 4] = reshape(%0) {shape = [-1, 4]} @trunk.flatten
  %5: f32[] = constant() {value = f32[](0.1)}
  %6: f32[N, 4], %7: i64[N, 4] = top(%4, %5) {largest = true, mode = "both ends", rate = 1e-7} @trunk.top
  output left = %6
  output update:trunk.mean = %3
}
`

describe('the text form of a graph', () => {
  it('reads as it was printed', () => {
    expect(printGraph(parseGraph(example))).toBe(example)
  })

  it('says what the graph says', () => {
    const graph = parseGraph(example)
    expect(graph.inputs[1]).toEqual({ name: 'dropout:0', value: 1, random: { kind: 'dropout', rate: 0.5 } })
    expect(graph.parameters).toEqual([
      { name: 'trunk.fc.weight', value: 2, trainable: true, init: { kind: 'kaiming_uniform', fanIn: 4, fanOut: 3 } },
      { name: 'trunk.mean', value: 3, trainable: false, init: { kind: 'constant', value: 0 } },
    ])
    expect(graph.nodes[2]).toEqual({
      op: 'top',
      inputs: [4, 5],
      outputs: [6, 7],
      attributes: { largest: true, mode: 'both ends', rate: 1e-7 },
      scope: 'trunk.top',
    })
    expect(graph.types.get(7)).toEqual({ dtype: 'i64', shape: ['N', 4] })
  })

  it('skips comments and does not care for the layout', () => {
    const graph = parseGraph('graph g { // one line\n input x: f32[N]=%3 // an input\n\n output y\n = %3 }')
    expect(printGraph(graph)).toBe('graph g {\n  input x: f32[N] = %3\n  output y = %3\n}\n')
  })

  it('prints floats as short as they can be, and keeps every bit', () => {
    const b = new GraphBuilder('g')
    b.output('y', b.constant(f32([6], [0.1, -0, 1 / 3, Infinity, Number.NaN, 1e-45])))
    const text = printGraph(b.build())
    expect(text).toContain('f32[6](0.1, -0, 0.33333334, Infinity, NaN, 1e-45)')
    expect(parseGraph(text)).toEqual(b.build())
  })

  it('writes large constants in base64, so that they round-trip too', () => {
    const b = new GraphBuilder('g')
    b.output('y', b.constant(f32([3, 40], Array.from({ length: 120 }, (_, index) => Math.sin(index)))))
    b.output('z', b.constant(i64([2], [Number.MAX_SAFE_INTEGER, -7])))
    const text = printGraph(b.build())
    expect(text).toContain('f32[3, 40] base64 "')
    expect(text).toContain('i64[2](9007199254740991, -7)')
    expect(parseGraph(text)).toEqual(b.build())
  })

  it('quotes names that are not plain words', () => {
    const b = new GraphBuilder('my graph')
    const x = b.input('7 "wonders"', { dtype: 'f32', shape: ['2*N', 'NaN'] })
    b.output('true', x)
    const text = printGraph(b.build())
    expect(text).toContain('input "7 \\"wonders\\"": f32["2*N", "NaN"] = %0')
    expect(parseGraph(text)).toEqual(b.build())
  })

  it('leaves out spans, unless they are asked for', () => {
    const b = new GraphBuilder('g')
    b.within('head', { file: 'a b.mtl', start: 3, end: 9 }, () => b.output('y', b.constant(f32([1], [2]))))
    const graph = b.build()
    expect(printGraph(graph)).not.toContain('a b.mtl')
    expect(printGraph(graph, { spans: true })).toContain('@head #("a b.mtl", 3, 9)')
    expect(parseGraph(printGraph(graph, { spans: true }))).toEqual(graph)
  })

  it.each([
    ['', 'line 1: expected `graph`, found the end of the text'],
    ['graph g {\n  input x f32[N] = %0\n}', 'line 2: expected `:`, found `f32`'],
    ['graph g {\n  input x: f16[N] = %0\n}', 'line 2: there is no element type `f16`'],
    ['graph g {\n  input x: f32[N] = %0\n  input y: f32[N] = %0\n}', 'line 3: %0 is defined twice'],
    ['graph g {\n\n  parameter w: f32[3] = %0 magic(a=1)\n}', 'line 3: there is no initialisation `magic`'],
    ['graph g {\n  parameter w: f32[3] = %0 normal(bound=1)\n}', 'line 2: `normal` needs `std`'],
    ['graph g {\n  input x: f32[3] = %0 gauss(rate=1)\n}', 'line 2: there is no random source `gauss`'],
    ['graph g {\n  %0: f32[2] = constant() {value = f32[2](1)}\n}', 'line 2: 1 values, where 2 are needed'],
    ['graph g {\n  %0: f32[2] = constant() {value = f32[2] base64 "AAAA"}\n}', 'line 2: 3 bytes, where 8 are needed'],
    ['graph g {\n  %0: f32[2] = constant() {value = f32[N](1)}\n}', 'line 2: a constant has sizes, not symbols'],
    ['graph g {\n  %0: f32[2] = relu(%1) {a = }\n}', 'line 2: expected a number, a string, a boolean, a list or a tensor, found `}`'],
    ['graph g {\n  junk\n}', 'line 2: expected `input`, `parameter`, `output`, `}` or a value, found `junk`'],
    ['graph g {\n  output a = %0\n} more', 'line 3: expected the end of the text, found `more`'],
    ['graph g {\n  output "a\\q" = %0\n}', 'line 2: "a\\q" is not a well-formed string'],
    ['graph g {\n  output a = ?\n}', 'line 2: `?` begins nothing known'],
    ['graph g {\n  output a = %0', 'line 2: expected `input`, `parameter`, `output`, `}` or a value, found the end of the text'],
  ])('refuses %j', (text, message) => {
    expect(() => parseGraph(text)).toThrow(new Error(message))
  })
})

describe('normalize', () => {
  it('makes graphs of one structure equal, whatever their numbers, attribute order and spans', () => {
    const [a, b] = [
      'graph g { input x: f32[2] = %5 %9: f32[2] = f(%5) {b = 1, a = 2} #("m", 1, 2) output y = %9 }',
      'graph g { input x: f32[2] = %0 %1: f32[2] = f(%0) {a = 2, b = 1} output y = %1 }',
    ].map((text) => normalize(parseGraph(text)))
    expect(a).toEqual(b)
  })

  it('drops the types of values that are gone', () => {
    const b = new GraphBuilder('g')
    const x = b.input('x', { dtype: 'f32', shape: [2] })
    b.constant(f32([1], [1]))
    b.output('y', x)
    expect(normalize({ ...b.build(), nodes: [] }).types.size).toBe(1)
  })

  it('refuses what is no SSA form', () => {
    const graph = parseGraph('graph g { output y = %1 }')
    expect(() => normalize(graph)).toThrow('value %1 of graph g is used before it is defined')
  })
})

const dtype = fc.constantFrom<DType>('f32', 'i64', 'bool', 'u8', 's8', 's32')
const text = fc.oneof(fc.stringMatching(/^[a-z][\w.:/-]{0,6}$/), fc.string({ minLength: 1, maxLength: 6 }))
const dim = fc.oneof(fc.nat(9), fc.constantFrom<Dim>('N', 'T'), text)
const type: fc.Arbitrary<TensorType> = fc.record({ dtype, shape: fc.array(dim, { maxLength: 4 }) })
const number = fc.oneof(fc.integer(), fc.double())
const tensor: fc.Arbitrary<Tensor> = fc
  .tuple(dtype, fc.array(fc.nat(4), { maxLength: 3 }), fc.infiniteStream(fc.nat(255)))
  .map(([kind, shape, bytes]) => {
    const made = zeros(kind, shape)
    new Uint8Array(made.data.buffer).set(Array.from({ length: made.data.byteLength }, () => bytes.next().value))
    return made
  })
  // Other payloads of NaN than the usual one are not kept where floats are written out.
  .filter(({ data }) => !(data instanceof Float32Array && data.some(Number.isNaN)))
const attribute: fc.Arbitrary<Attribute> = fc.oneof(number, fc.string(), fc.boolean(), fc.array(number), tensor)
const init: fc.Arbitrary<Init> = fc.oneof(
  fc.record({ kind: fc.constant('constant' as const), value: number }),
  fc.record({ kind: fc.constant('uniform' as const), bound: number }),
  fc.record({ kind: fc.constant('normal' as const), std: number }),
  fc.record({ kind: fc.constantFrom('kaiming_uniform' as const, 'xavier_uniform' as const), fanIn: number, fanOut: number }),
)

const graphs: fc.Arbitrary<Graph> = fc
  .record({
    name: text,
    inputs: fc.array(fc.tuple(text, type, fc.option(fc.double({ min: 0, max: 1, noNaN: true }))), { maxLength: 3 }),
    parameters: fc.array(fc.tuple(text, type, fc.boolean(), init), { maxLength: 3 }),
    nodes: fc.array(
      fc.record({
        op: text,
        inputs: fc.array(fc.nat(20), { maxLength: 3 }),
        outputs: fc.array(type, { maxLength: 2 }),
        attributes: fc.dictionary(text.filter((name) => name !== '__proto__'), attribute, { maxKeys: 3, noNullPrototype: true }),
        scope: fc.option(text),
        span: fc.option(fc.record({ file: text, start: fc.nat(), end: fc.nat() })),
      }),
      { maxLength: 5 },
    ),
    outputs: fc.array(fc.tuple(text, fc.nat(20)), { maxLength: 3 }),
  })
  .map(({ name, inputs, parameters, nodes, outputs }) => {
    const types = new Map<ValueId, TensorType>()
    // Odd numbers, so that nothing rests on their being dense.
    const define = (of: TensorType): ValueId => {
      const value = 2 * types.size + 1
      types.set(value, of)
      return value
    }
    return {
      name,
      inputs: inputs.map(([label, of, rate]) => ({
        name: label,
        value: define(of),
        ...(rate === null ? {} : { random: { kind: 'dropout' as const, rate } }),
      })),
      parameters: parameters.map(([label, of, trainable, start]) => ({ name: label, value: define(of), trainable, init: start })),
      nodes: nodes.map(({ scope, span, ...node }): Node => ({
        ...node,
        outputs: node.outputs.map(define),
        ...(scope === null ? {} : { scope }),
        ...(span === null ? {} : { span }),
      })),
      outputs: outputs.map(([label, value]) => ({ name: label, value })),
      types,
    }
  })

it('parses back any graph to itself', () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      expect(parseGraph(printGraph(graph, { spans: true }))).toEqual(graph)
    }),
    { seed: 7, numRuns: 300 },
  )
})

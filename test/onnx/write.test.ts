import { describe, expect, it } from 'vitest'
import { attributeProto } from '../../src/onnx/attribute.js'
import { Emitter } from '../../src/onnx/emitter.js'
import { AttributeProto_AttributeType as Kind } from '../../src/onnx/generated/onnx_pb.js'
import { readOnnx } from '../../src/onnx/read.js'
import { toOnnx } from '../../src/onnx/write.js'
import { GraphBuilder } from '../../src/ir/builder.js'
import { parseGraph } from '../../src/ir/text.js'
import { float } from '../../src/ops/op.js'
import { f32, i64, zeros, type Tensor, type TensorType } from '../../src/types/tensor.js'

const vector: TensorType = { dtype: 'f32', shape: ['N', 2] }
const dense = parseGraph(`graph dense {
  input x: f32[N, 2] = %0
  parameter w: f32[2, 3] = %1 normal(std=1)
  parameter b: f32[3] = %2 constant(value=0)
  %3: f32[N, 3] = matmul(%0, %1) @head.fc
  %4: f32[N, 3] = add(%3, %2) @head.fc
  %5: f32[N, 3] = relu(%4) @head
  %6: f32[N, 3] = relu(%5) @head
  output y = %6
}`)
const weights = new Map<string, Tensor>([
  ['w', f32([2, 3], [1, 2, 3, 4, 5, 6])],
  ['b', f32([3], [1, 1, 1])],
])

describe('toOnnx', () => {
  it('keeps the names and types of the boundary, and a symbol for the batch', () => {
    const model = readOnnx(toOnnx(dense, weights))
    expect(model.inputs).toEqual([{ name: 'x', type: { dtype: 'f32', shape: ['N', 2] } }])
    expect(model.outputs).toEqual([{ name: 'y', type: { dtype: 'f32', shape: ['N', 3] } }])
    expect(model.initializers).toEqual(weights)
    expect(model.opsets).toEqual({ '': 21 })
  })

  it('makes inputs of the parameters that have no weights', () => {
    const model = readOnnx(toOnnx(dense, new Map([...weights].filter(([name]) => name === 'b'))))
    expect(model.inputs.map(({ name }) => name)).toEqual(['x', 'w'])
    expect([...model.initializers.keys()]).toEqual(['b'])
  })

  it('names values by where they come from', () => {
    const { nodes } = readOnnx(toOnnx(dense, weights))
    expect(nodes.flatMap(({ outputs }) => outputs)).toEqual(['head.fc/matmul', 'head.fc/add', 'head/relu', 'y'])
  })

  it('writes the same bytes for the same graph', () => {
    expect(toOnnx(dense, weights, { b: '1', a: '2' })).toEqual(toOnnx(dense, weights, { a: '2', b: '1' }))
  })

  it('says who made the file, and what else is to be known', () => {
    const model = readOnnx(toOnnx(dense, weights, { version: '0.1.0', seed: '7', hash: 'abc' }))
    expect([model.producer, model.version]).toEqual(['mtlc', '0.1.0'])
    expect(Object.entries(model.metadata)).toEqual([['hash', 'abc'], ['seed', '7']])
  })

  it('gives an output its own node where its value stands elsewhere too', () => {
    const b = new GraphBuilder('g')
    const x = b.input('x', vector)
    const w = b.parameter('w', { dtype: 'f32', shape: [2] }, { kind: 'constant', value: 0 })
    const sum = b.add('add', [x, w])
    b.output('same', x)
    b.output('weight', w)
    b.output('sum', sum)
    b.output('again', sum)
    b.output('constant', b.scalar(3))
    const model = readOnnx(toOnnx(b.build(), new Map([['w', f32([2], [1, 2])]])))
    expect(model.outputs.map(({ name }) => name)).toEqual(['same', 'weight', 'sum', 'again', 'constant'])
    expect(model.counts).toEqual({ Add: 1, Identity: 4 })
    expect(model.nodes.map(({ inputs, outputs }) => [...inputs, ...outputs])).toContainEqual(['sum', 'again'])
  })

  it('shares equal constants and spends no node on them', () => {
    const b = new GraphBuilder('g')
    const x = b.input('x', vector)
    const halves = [f32([], [0.5]), f32([], [0.5]), f32([1], [0.5]), f32([2], [0.5, 1])].map((t) => b.constant(t))
    b.output('y', halves.reduce((sum, half) => b.add('add', [sum, half]), x))
    const model = readOnnx(toOnnx(b.build(), new Map()))
    expect([...model.initializers.keys()]).toEqual(['f32:0.5', 'f32[1]', 'f32[2]'])
    expect(model.counts).toEqual({ Add: 4 })
  })

  it('tells a zero from a negative zero', () => {
    const b = new GraphBuilder('g')
    b.output('y', b.add('add', [b.constant(f32([1], [0])), b.constant(f32([1], [-0]))]))
    expect(readOnnx(toOnnx(b.build(), new Map())).initializers.size).toBe(2)
  })

  it('leaves out weights that nothing uses', () => {
    const b = new GraphBuilder('g')
    b.output('y', b.add('relu', [b.input('x', vector)]))
    b.parameter('w', { dtype: 'f32', shape: [1] }, { kind: 'constant', value: 0 })
    expect(readOnnx(toOnnx(b.build(), new Map([['w', f32([1], [1])]]))).initializers.size).toBe(0)
  })

  it('gives inner values names that are not taken', () => {
    const b = new GraphBuilder('g')
    const x = b.input('relu', vector)
    b.output('relu_2', b.add('relu', [b.add('relu', [b.add('relu', [x])])]))
    const { nodes } = readOnnx(toOnnx(b.build(), new Map()))
    expect(nodes.flatMap(({ outputs }) => outputs)).toEqual(['relu_3', 'relu_4', 'relu_2'])
  })

  it('refuses weights of another type, and names that stand twice', () => {
    expect(() => toOnnx(dense, new Map([['w', f32([3, 2], [1, 2, 3, 4, 5, 6])]]))).toThrow(
      'the weight `w` is f32[3, 2], its parameter f32[2, 3]',
    )
    const b = new GraphBuilder('g')
    b.output('x', b.input('x', vector))
    expect(() => toOnnx(b.build(), new Map())).toThrow('the name `x` stands twice')
  })

  it('refuses values that are used before they are defined', () => {
    const graph = parseGraph('graph g { input x: f32[2] = %0 %1: f32[2] = relu(%2) %2: f32[2] = relu(%0) output y = %1 }')
    expect(() => toOnnx(graph, new Map())).toThrow('value %2 of graph g is used before it is defined')
  })

  it('keeps tensors of every element type', () => {
    const tensors: readonly Tensor[] = [
      f32([2], [1.5, -0]),
      i64([2], [-1, Number.MAX_SAFE_INTEGER]),
      { ...zeros('bool', [3]), data: Uint8Array.of(1, 0, 1) },
      { ...zeros('u8', [2]), data: Uint8Array.of(0, 255) },
      { ...zeros('s8', [1, 2]), data: Int8Array.of(-128, 127) },
      { ...zeros('s32', []), data: Int32Array.of(-5) },
      zeros('f32', [0, 4]),
    ]
    const b = new GraphBuilder('g')
    tensors.forEach((tensor, index) => b.output(`y${index}`, b.constant(tensor)))
    const { initializers } = readOnnx(toOnnx(b.build(), new Map()))
    expect([...initializers.values()]).toEqual(tensors)
  })
})

describe('what ops write with', () => {
  const node = { op: 'twice', inputs: [0], outputs: [1], attributes: {}, scope: 'head' }

  it('finds the values of constants, through other names for them', () => {
    const emitter = new Emitter(new Set(['y']))
    const half = emitter.constant(f32([], [0.5]))
    emitter.node('Identity', [half], {}, ['h'], '')
    const writer = emitter.writer(node, ['h', 'x'], ['y'], [vector, vector], [vector])
    expect(writer.inputs).toEqual([half, 'x'])
    expect(writer.valueOf(0)).toEqual(f32([], [0.5]))
    expect(writer.valueOf(1)).toBeUndefined()
    expect(writer.valueOf(2)).toBeUndefined()
  })

  it('makes up names for values between the nodes of one op', () => {
    const emitter = new Emitter(new Set(['y']))
    const writer = emitter.writer(node, ['x'], ['y'], [vector], [vector])
    const first = writer.node('Mul', ['x', 'x'])
    expect([first, writer.node('Mul', [first, '']), writer.node('Add', [first, first], {}, writer.outputs)]).toEqual([
      'head/twice/Mul',
      'head/twice/Mul_2',
      'y',
    ])
    expect(emitter.nodes[1]?.input).toEqual(['head/twice/Mul', ''])
  })

  it('tells integers, floats, texts and element types apart', () => {
    expect(attributeProto('a', 0)).toMatchObject({ type: Kind.INT, i: 0n })
    expect(attributeProto('a', [1, -2])).toMatchObject({ type: Kind.INTS, ints: [1n, -2n] })
    expect(attributeProto('a', [])).toMatchObject({ type: Kind.INTS, ints: [] })
    expect(attributeProto('a', float(1))).toMatchObject({ type: Kind.FLOAT, f: 1 })
    expect(attributeProto('a', float([0.5, 1]))).toMatchObject({ type: Kind.FLOATS, floats: [0.5, 1] })
    expect(attributeProto('a', 'same')).toMatchObject({ type: Kind.STRING, s: new TextEncoder().encode('same') })
    expect(attributeProto('to', { dtype: 'i64' })).toMatchObject({ type: Kind.INT, i: 7n })
    expect(() => attributeProto('alpha', 0.5)).toThrow('ONNX attribute alpha is 0.5: wrap floats with float(…)')
  })

  it('imports other domains only where they are used', () => {
    const emitter = new Emitter(new Set(['y']))
    emitter.node('FusedMatMul', ['a', 'b'], {}, ['y'], 'com.microsoft')
    expect(emitter.nodes[0]).toMatchObject({ domain: 'com.microsoft', opType: 'FusedMatMul' })
  })
})

describe('readOnnx', () => {
  it('refuses bytes that are no model', () => {
    expect(() => readOnnx(new Uint8Array())).toThrow('the bytes hold no ONNX graph')
    expect(() => readOnnx(Uint8Array.of(255, 255, 255))).toThrow()
  })
})

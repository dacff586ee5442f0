import { create, toBinary } from '@bufbuild/protobuf'
import { describe, expect, test } from 'vitest'
import { AttributeProto_AttributeType as Kind, AttributeProtoSchema, ModelProtoSchema, NodeProtoSchema, TensorProtoSchema } from '../../src/onnx/generated/onnx_pb.js'
import { readInitializers } from '../../src/onnx/initializers.js'
import { tensorProto } from '../../src/onnx/tensor.js'
import { f32, type Tensor } from '../../src/types/tensor.js'

const [float16, double, bfloat16] = [10, 11, 16]

const raw = (name: string, dataType: number, dims: readonly number[], values: Uint16Array | Float64Array) =>
  create(TensorProtoSchema, { name, dataType, dims: dims.map(BigInt), rawData: new Uint8Array(values.buffer) })

const int8 = (shape: readonly number[], values: readonly number[]): Tensor => ({ dtype: 's8', shape, data: Int8Array.from(values) })

const dequantize = (input: readonly string[], axis?: number) =>
  create(NodeProtoSchema, {
    opType: 'DequantizeLinear', input: [...input], output: ['out'],
    attribute: axis === undefined ? [] : [create(AttributeProtoSchema, { name: 'axis', type: Kind.INT, i: BigInt(axis) })],
  })

const modelOf = (initializer: ReturnType<typeof raw>[], node: ReturnType<typeof dequantize>[] = [], producerName = 'pytorch'): Uint8Array =>
  toBinary(ModelProtoSchema, create(ModelProtoSchema, { producerName, graph: { initializer, node } }))

const read = (bytes: Uint8Array) => Object.fromEntries([...readInitializers(bytes)].map(([name, each]) => [name, each.read()]))

describe('floats', () => {
  test('of every width become f32, whether as bytes or as numbers', () => {
    expect(
      read(modelOf([
        tensorProto('a', f32([2], [1, -2])),
        create(TensorProtoSchema, { name: 'b', dataType: 1, dims: [2n], floatData: [1, -2] }),
        raw('c', float16, [2], new Uint16Array([0x3c00, 0xc000])),
        create(TensorProtoSchema, { name: 'd', dataType: float16, dims: [2n], int32Data: [0x3c00, 0xc000] }),
        raw('e', bfloat16, [2], new Uint16Array([0x3f80, 0xc000])),
        raw('f', double, [2], new Float64Array([1, -2])),
      ])),
    ).toEqual(Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [name, f32([2], [1, -2])])))
  })

  test('are all that counts: integers are shapes and indices', () => {
    expect(read(modelOf([tensorProto('shape', { dtype: 'i64', shape: [2], data: BigInt64Array.of(1n, 2n) })]))).toEqual({})
  })

  test('that stand for constants in a file of this compiler are no weights', () => {
    const constants = [tensorProto('f32:0.5', f32([], [0.5])), tensorProto('f32[2]', f32([2], [1, 2])), tensorProto('w', f32([1], [1]))]
    expect(Object.keys(read(modelOf(constants, [], 'mtlc')))).toEqual(['w'])
    expect(Object.keys(read(modelOf(constants)))).toContain('f32:0.5')
  })
})

describe('integers that are dequantized', () => {
  test('become (q − zero) · scale, for a channel each along the axis', () => {
    const bytes = modelOf(
      [
        tensorProto('w', int8([2, 3], [1, 2, 3, 4, 5, 6])), tensorProto('w.scale', f32([2], [0.5, 2])), tensorProto('w.zero', int8([2], [0, 1])),
        tensorProto('v_quantized', int8([3], [-1, 0, 1])), tensorProto('v_scale', f32([], [0.25])),
      ],
      [dequantize(['w', 'w.scale', 'w.zero'], 0), dequantize(['v_quantized', 'v_scale'])],
    )
    expect(read(bytes)).toEqual({ w: f32([2, 3], [0.5, 1, 1.5, 6, 8, 10]), v: f32([3], [-0.25, 0, 0.25]) })
  })

  test('in another way, such as in blocks, are left out', () => {
    expect(read(modelOf([tensorProto('w', int8([2, 4], [1, 2, 3, 4, 5, 6, 7, 8])), tensorProto('s', f32([2, 2], [1, 1, 1, 1]))], [dequantize(['w', 's'], 1)]))).toEqual({})
  })
})

/** Field 13 of a tensor says where its values lie; here in 0 bytes. */
const elsewhere = create(TensorProtoSchema, { name: 'a', dataType: 1 })
elsewhere.$unknown = [{ no: 13, wireType: 2, data: Uint8Array.of(0) }]

describe('a file is refused in words', () => {
  test.each([
    ['that is no model', new TextEncoder().encode('hello'), 'not an ONNX model'],
    ['without a graph', toBinary(ModelProtoSchema, create(ModelProtoSchema, {})), 'no graph'],
    ['with fewer values than its shape says', modelOf([create(TensorProtoSchema, { name: 'a', dataType: 1, dims: [2n ** 40n], floatData: [1] })]), 'not as many values'],
    ['with a size below 0', modelOf([create(TensorProtoSchema, { name: 'a', dataType: 1, dims: [-1n, -1n], floatData: [1] })]), 'not as many values'],
    ['whose values lie elsewhere', modelOf([elsewhere]), 'in other files'],
  ])('%s', (_name, bytes, message) => {
    expect(() => readInitializers(bytes)).toThrow(message)
  })
})

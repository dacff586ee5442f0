/** The weights of any ONNX model: its initializers of floats, and those of integers that are dequantized before they are used. */
import { fromBinary } from '@bufbuild/protobuf'
import { f32FromBf16, f32FromF16 } from '../types/half.js'
import { elementCount, type Tensor } from '../types/tensor.js'
import { ModelProtoSchema, TensorProto_DataType, type GraphProto, type NodeProto, type TensorProto } from './generated/onnx_pb.js'

/** Codes of ONNX that no graph of the compiler has. */
const [float16, double, bfloat16] = [10, 11, 16]
/** `TensorProto.external_data`, which is not read. */
const externalData = 13

export interface Initializer {
  readonly shape: readonly number[]
  /** Its values as f32. */
  read(): Tensor
}

/** Throws an `Error` that says what is wrong where the bytes are no ONNX model, or hold no values. */
export function readInitializers(bytes: Uint8Array): ReadonlyMap<string, Initializer> {
  const { graph, producerName } = decode(bytes)
  if (graph === undefined) throw new Error('it holds no graph')
  const protos = new Map(graph.initializer.map((proto) => [proto.name, proto]))
  if (graph.initializer.some(({ $unknown }) => $unknown?.some(({ no }) => no === externalData))) throw new Error('its weights lie in other files, which are not read')
  const quantized = dequantizers(graph, protos)
  const found = new Map<string, Initializer>()
  for (const [name, proto] of protos) {
    // Constants of a graph that this compiler wrote are no weights: `f32:0.5`, `i64[2]`.
    if (quantized.parts.has(name) || (producerName === 'mtlc' && /[:[]/.test(name))) continue
    const node = quantized.nodes.get(name)
    const values = node === undefined ? floatsOf(proto) : dequantized(proto, node, protos)
    const shape = shapeOf(proto)
    if (values !== undefined) found.set(node === undefined ? name : name.replace(/_quantized$/, ''), { shape, read: () => ({ dtype: 'f32', shape, data: values() }) })
  }
  return found
}

function decode(bytes: Uint8Array): { readonly graph?: GraphProto; readonly producerName: string } {
  try {
    return fromBinary(ModelProtoSchema, bytes)
  } catch {
    throw new Error('it is not an ONNX model, or was cut short')
  }
}

type Values = () => Float32Array

const shapeOf = ({ dims }: TensorProto): readonly number[] => dims.map(Number)

/** Values where they are as many as the shape says; otherwise an `Error`. */
function counted<T extends ArrayLike<number>>(proto: TensorProto, values: T): T {
  const shape = shapeOf(proto)
  if (shape.every((size) => size >= 0) && values.length === elementCount(shape)) return values
  throw new Error(`\`${proto.name}\` has not as many values as its shape says`)
}

/** The bytes as elements: a copy, since the place in the file need not suit their alignment. */
const elements = <T>({ rawData }: TensorProto, make: new (buffer: ArrayBuffer) => T): T => new make(new Uint8Array(rawData).buffer)

/** Undefined for integers. */
function floatsOf(proto: TensorProto): Values | undefined {
  const isRaw = proto.rawData.length > 0
  switch (proto.dataType) {
    case TensorProto_DataType.FLOAT: {
      const values = counted(proto, isRaw ? elements(proto, Float32Array) : proto.floatData)
      return () => Float32Array.from(values)
    }
    case double: {
      const values = counted(proto, elements(proto, Float64Array))
      return () => Float32Array.from(values)
    }
    case float16: case bfloat16: {
      const bits = counted(proto, isRaw ? elements(proto, Uint16Array) : proto.int32Data)
      return () => (proto.dataType === float16 ? f32FromF16 : f32FromBf16)(Uint16Array.from(bits))
    }
    default: return undefined
  }
}

/** Undefined for what is no integer of at most 32 bits. */
function integersOf(proto: TensorProto): ArrayLike<number> | undefined {
  const isRaw = proto.rawData.length > 0
  switch (proto.dataType) {
    case TensorProto_DataType.INT8: return counted(proto, isRaw ? elements(proto, Int8Array) : proto.int32Data)
    case TensorProto_DataType.UINT8: return counted(proto, isRaw ? elements(proto, Uint8Array) : proto.int32Data)
    case TensorProto_DataType.INT32: return counted(proto, isRaw ? elements(proto, Int32Array) : proto.int32Data)
    default: return undefined
  }
}

interface Dequantizers {
  /** By the initializer that each reads. */
  readonly nodes: ReadonlyMap<string, NodeProto>
  /** Scales and zero points. */
  readonly parts: ReadonlySet<string>
}

function dequantizers({ node }: GraphProto, protos: ReadonlyMap<string, TensorProto>): Dequantizers {
  const all = node.filter(({ opType }) => opType === 'DequantizeLinear' || opType === 'QuantizeLinear')
  const read = all.filter(({ opType, input: [name = ''] }) => opType === 'DequantizeLinear' && protos.has(name))
  return { nodes: new Map(read.map((each) => [each.input[0] ?? '', each])), parts: new Set(all.flatMap(({ input }) => input.slice(1))) }
}

/** (q − zero) · scale, with one scale for all, or one for each index of an axis. Undefined where it is of another kind. */
function dequantized(proto: TensorProto, { input: [, scaleName = '', zeroName = ''], attribute }: NodeProto, protos: ReadonlyMap<string, TensorProto>): Values | undefined {
  const values = integersOf(proto)
  const [scaleProto, zeroProto] = [protos.get(scaleName), protos.get(zeroName)]
  // Scales of more axes are those of blocks.
  const scale = scaleProto === undefined || scaleProto.dims.length > 1 ? undefined : floatsOf(scaleProto)?.()
  const zero = zeroProto === undefined ? undefined : integersOf(zeroProto)
  const shape = shapeOf(proto)
  const written = Number(attribute.find(({ name }) => name === 'axis')?.i ?? 1)
  const axis = written < 0 ? written + shape.length : written
  if (values === undefined || scale === undefined || (scale.length !== 1 && scale.length !== shape[axis])) return undefined
  const stride = scale.length === 1 ? 1 : elementCount(shape.slice(axis + 1))
  return () => Float32Array.from(values, (value, index) => {
    const at = Math.floor(index / stride) % scale.length
    return (value - (zero?.[at] ?? 0)) * (scale[at] ?? 0)
  })
}

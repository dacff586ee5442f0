import { create } from '@bufbuild/protobuf'
import { elementCount, zeros, type DType, type Shape, type Tensor, type TensorType } from '../types/tensor.js'
import {
  TensorProto_DataType,
  TensorProtoSchema,
  ValueInfoProtoSchema,
  type TensorProto,
  type ValueInfoProto,
} from './generated/onnx_pb.js'

const codes: Record<DType, number> = {
  f32: TensorProto_DataType.FLOAT,
  i64: TensorProto_DataType.INT64,
  bool: TensorProto_DataType.BOOL,
  u8: TensorProto_DataType.UINT8,
  s8: TensorProto_DataType.INT8,
  s32: TensorProto_DataType.INT32,
}
const dtypes = new Map<number, DType>([
  [codes.f32, 'f32'],
  [codes.i64, 'i64'],
  [codes.bool, 'bool'],
  [codes.u8, 'u8'],
  [codes.s8, 's8'],
  [codes.s32, 's32'],
])

/** ONNX's number for an element type. */
export const dataTypeOf = (dtype: DType): number => codes[dtype]

export function dtypeOf(code: number): DType {
  const dtype = dtypes.get(code)
  if (dtype === undefined) throw new Error(`ONNX element type ${code} is not one that the compiler knows`)
  return dtype
}

/** The values as bytes, a view where possible. Typed arrays are little-endian, as ONNX stores them, wherever Node runs. */
export const bytesOf = ({ data }: Tensor): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength)

export function tensorFromBytes(dtype: DType, shape: readonly number[], bytes: Uint8Array): Tensor {
  const tensor = zeros(dtype, shape)
  if (bytes.byteLength !== tensor.data.byteLength) {
    throw new Error(`${bytes.byteLength} bytes do not fill ${dtype}[${shape.join(', ')}]`)
  }
  bytesOf(tensor).set(bytes)
  return tensor
}

export const tensorProto = (name: string, tensor: Tensor): TensorProto =>
  create(TensorProtoSchema, {
    name,
    dims: tensor.shape.map(BigInt),
    dataType: dataTypeOf(tensor.dtype),
    rawData: bytesOf(tensor),
  })

export function tensorFromProto(proto: TensorProto): Tensor {
  const [dtype, shape] = [dtypeOf(proto.dataType), proto.dims.map(Number)]
  if (proto.rawData.length > 0 || elementCount(shape) === 0) return tensorFromBytes(dtype, shape, proto.rawData)
  const tensor = zeros(dtype, shape)
  if (tensor.data instanceof BigInt64Array) tensor.data.set(proto.int64Data)
  else tensor.data.set(tensor.dtype === 'f32' ? proto.floatData : proto.int32Data)
  return tensor
}

/** A symbol becomes a `dim_param`, so that its axis takes any size. */
export const valueInfo = (name: string, type: TensorType): ValueInfoProto =>
  create(ValueInfoProtoSchema, {
    name,
    type: {
      value: {
        case: 'tensorType',
        value: {
          elemType: dataTypeOf(type.dtype),
          shape: {
            dim: type.shape.map((dim) => ({
              value:
                typeof dim === 'number'
                  ? { case: 'dimValue' as const, value: BigInt(dim) }
                  : { case: 'dimParam' as const, value: dim },
            })),
          },
        },
      },
    },
  })

export function typeFromInfo(info: ValueInfoProto): TensorType {
  const tensor = info.type?.value
  if (tensor?.case !== 'tensorType') throw new Error(`\`${info.name}\` is not a tensor`)
  const shape: Shape = (tensor.value.shape?.dim ?? []).map(({ value }) =>
    value.case === 'dimValue' ? Number(value.value) : (value.value ?? '?'),
  )
  return { dtype: dtypeOf(tensor.value.elemType), shape }
}

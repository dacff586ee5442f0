import { create } from '@bufbuild/protobuf'
import type { OnnxAttribute } from '../ops/op.js'
import { AttributeProto_AttributeType as Kind, AttributeProtoSchema, type AttributeProto } from './generated/onnx_pb.js'
import { dataTypeOf } from './tensor.js'

function integer(name: string, value: number): bigint {
  if (!Number.isInteger(value)) throw new Error(`ONNX attribute ${name} is ${value}: wrap floats with float(…)`)
  return BigInt(value)
}

const isList = (value: OnnxAttribute | number): value is readonly number[] => Array.isArray(value)

export function attributeProto(name: string, value: OnnxAttribute): AttributeProto {
  if (typeof value === 'number') {
    return create(AttributeProtoSchema, { name, type: Kind.INT, i: integer(name, value) })
  }
  if (typeof value === 'string') {
    return create(AttributeProtoSchema, { name, type: Kind.STRING, s: new TextEncoder().encode(value) })
  }
  if (isList(value)) {
    return create(AttributeProtoSchema, { name, type: Kind.INTS, ints: value.map((item) => integer(name, item)) })
  }
  if ('dtype' in value) {
    return create(AttributeProtoSchema, { name, type: Kind.INT, i: BigInt(dataTypeOf(value.dtype)) })
  }
  return typeof value.float === 'number'
    ? create(AttributeProtoSchema, { name, type: Kind.FLOAT, f: value.float })
    : create(AttributeProtoSchema, { name, type: Kind.FLOATS, floats: [...value.float] })
}

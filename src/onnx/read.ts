import { fromBinary } from '@bufbuild/protobuf'
import type { Tensor, TensorType } from '../types/tensor.js'
import { ModelProtoSchema } from './generated/onnx_pb.js'
import { tensorFromProto, typeFromInfo } from './tensor.js'

export interface OnnxValue {
  readonly name: string
  readonly type: TensorType
}

export interface OnnxNode {
  readonly op: string
  readonly domain: string
  readonly name: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
}

/** What reports and tests ask of a model file. */
export interface OnnxSummary {
  readonly producer: string
  readonly version: string
  readonly opsets: Readonly<Record<string, number>>
  readonly metadata: Readonly<Record<string, string>>
  readonly inputs: readonly OnnxValue[]
  readonly outputs: readonly OnnxValue[]
  readonly initializers: ReadonlyMap<string, Tensor>
  readonly nodes: readonly OnnxNode[]
  /** How many nodes of each operator; other domains as `domain::Op`. */
  readonly counts: Readonly<Record<string, number>>
}

/** Reads a model file of the kind that `toOnnx` writes. */
export function readOnnx(bytes: Uint8Array): OnnxSummary {
  const model = fromBinary(ModelProtoSchema, bytes)
  const graph = model.graph
  if (graph === undefined) throw new Error('the bytes hold no ONNX graph')
  const counts: Record<string, number> = {}
  for (const { opType, domain } of graph.node) {
    const op = domain === '' ? opType : `${domain}::${opType}`
    counts[op] = (counts[op] ?? 0) + 1
  }
  return {
    producer: model.producerName,
    version: model.producerVersion,
    opsets: Object.fromEntries(model.opsetImport.map(({ domain, version }) => [domain, Number(version)])),
    metadata: Object.fromEntries(model.metadataProps.map(({ key, value }) => [key, value])),
    inputs: graph.input.map((info) => ({ name: info.name, type: typeFromInfo(info) })),
    outputs: graph.output.map((info) => ({ name: info.name, type: typeFromInfo(info) })),
    initializers: new Map(graph.initializer.map((proto) => [proto.name, tensorFromProto(proto)])),
    nodes: graph.node.map(({ opType, domain, name, input, output }) => ({
      op: opType,
      domain,
      name,
      inputs: input,
      outputs: output,
    })),
    counts,
  }
}

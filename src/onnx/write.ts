import { create, toBinary } from '@bufbuild/protobuf'
import { typeOf, type Graph, type ValueId, type Weights } from '../ir/graph.js'
import { opNamed } from '../ops/index.js'
import { formatType, sameType } from '../types/tensor.js'
import { baseName, Emitter } from './emitter.js'
import { ModelProtoSchema, type ModelProto } from './generated/onnx_pb.js'
import { tensorProto, valueInfo } from './tensor.js'

const irVersion = 10n
const opset = 21n

/**
 * The graph as an ONNX model of standard operators, the same bytes for the same graph. Parameters found
 * in `weights` become initializers, others become inputs, after the graph's own. `metadata.version`
 * is the producer's version; all other entries become the model's properties.
 */
export function toOnnx(graph: Graph, weights: Weights, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
  return toBinary(ModelProtoSchema, toModel(graph, weights, metadata))
}

function toModel(graph: Graph, weights: Weights, metadata: Readonly<Record<string, string>>): ModelProto {
  const emitter = new Emitter(new Set(graph.outputs.map(({ name }) => name)))
  for (const { name } of [...graph.inputs, ...graph.parameters, ...graph.outputs]) emitter.reserve(name)

  const names = new Map<ValueId, string>()
  for (const { name, value } of graph.inputs) names.set(value, name)
  for (const { name, value } of graph.parameters) {
    names.set(value, name)
    const tensor = weights.get(name)
    if (tensor === undefined) continue
    if (!sameType(tensor, typeOf(graph, value))) {
      throw new Error(
        `the weight \`${name}\` is ${formatType(tensor)}, its parameter ${formatType(typeOf(graph, value))}`,
      )
    }
    emitter.initializer(name, tensor)
  }

  // A value that a node computes may carry the name of the first output that holds it.
  const computed = new Set(graph.nodes.flatMap(({ outputs }) => outputs))
  const direct = new Map<ValueId, string>()
  for (const { name, value } of graph.outputs) {
    if (computed.has(value) && !direct.has(value)) direct.set(value, name)
  }
  const nameOf = (value: ValueId): string => {
    const name = names.get(value)
    if (name === undefined) throw new Error(`value %${value} of graph ${graph.name} is used before it is defined`)
    return name
  }

  for (const node of graph.nodes) {
    const inputs = node.inputs.map(nameOf)
    const outputs = node.outputs.map((value) => direct.get(value) ?? emitter.fresh(baseName(node)))
    node.outputs.forEach((value, index) => names.set(value, outputs[index] ?? ''))
    const types = (values: readonly ValueId[]) => values.map((value) => typeOf(graph, value))
    opNamed(node.op).onnx(
      emitter.writer(node, inputs, outputs, types(node.inputs), types(node.outputs)),
      node.attributes,
    )
  }
  for (const { name, value } of graph.outputs) {
    if (direct.get(value) !== name) emitter.node('Identity', [nameOf(value)], {}, [name], '')
  }

  const domains = [...new Set(emitter.nodes.map(({ domain }) => domain))].filter((domain) => domain !== '').toSorted()
  const { version = '', ...properties } = metadata
  const inputs = [...graph.inputs, ...graph.parameters.filter(({ name }) => !weights.has(name))]
  return create(ModelProtoSchema, {
    irVersion,
    producerName: 'mtlc',
    producerVersion: version,
    opsetImport: [{ domain: '', version: opset }, ...domains.map((domain) => ({ domain, version: 1n }))],
    metadataProps: Object.keys(properties)
      .toSorted()
      .map((key) => ({ key, value: properties[key] ?? '' })),
    graph: {
      name: graph.name,
      node: emitter.nodes,
      initializer: emitter.initializers.map(([name, tensor]) => tensorProto(name, tensor)),
      input: inputs.map(({ name, value }) => valueInfo(name, typeOf(graph, value))),
      output: graph.outputs.map(({ name, value }) => valueInfo(name, typeOf(graph, value))),
    },
  })
}

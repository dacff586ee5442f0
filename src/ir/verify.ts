import { isTensor } from '../ops/attributes.js'
import { ops } from '../ops/index.js'
import { TypeRuleError } from '../ops/op.js'
import { elementCount, formatType, sameType, type TensorType } from '../types/tensor.js'
import type { Attribute, Graph, Node, ValueId } from './graph.js'

/** What is wrong with a graph, in order; nothing where it is well formed. Run after each pass in tests. */
export function verify(graph: Graph): readonly string[] {
  const messages: string[] = []
  const defined = new Set<ValueId>()

  const define = (value: ValueId, by: string): void => {
    if (defined.has(value)) messages.push(`${by}: %${value} is defined twice`)
    if (!graph.types.has(value)) messages.push(`${by}: %${value} has no type`)
    defined.add(value)
  }
  const use = (value: ValueId, by: string): void => {
    if (!defined.has(value)) messages.push(`${by}: %${value} is used before it is defined`)
  }

  const names = new Set<string>()
  const name = (kind: string, given: string): string => {
    const label = `${kind} \`${given}\``
    if (given === '') messages.push(`${label}: the name is empty`)
    if (names.has(given)) messages.push(`${label}: the name is taken`)
    names.add(given)
    return label
  }

  for (const input of graph.inputs) define(input.value, name('input', input.name))
  for (const parameter of graph.parameters) {
    const label = name('parameter', parameter.name)
    define(parameter.value, label)
    const type = graph.types.get(parameter.value)
    if (type?.shape.some((dim) => typeof dim !== 'number') === true) {
      messages.push(`${label}: ${formatType(type)} has a symbol, where a weight has sizes`)
    }
  }
  graph.nodes.forEach((node, index) => {
    const label = labelOf(node, index)
    for (const value of node.inputs) use(value, label)
    for (const value of node.outputs) define(value, label)
    if (node.outputs.length === 0) messages.push(`${label}: it has no output`)
    for (const [key, value] of Object.entries(node.attributes)) {
      const fault = attributeFault(value)
      if (fault !== undefined) messages.push(`${label}: attribute \`${key}\` ${fault}`)
    }
    messages.push(...typeFaults(graph, node).map((fault) => `${label}: ${fault}`))
  })
  for (const output of graph.outputs) use(output.value, name('output', output.name))
  for (const [value, { dtype, shape }] of graph.types) {
    if (shape.some((dim) => (typeof dim === 'number' ? !Number.isInteger(dim) || dim < 0 : dim === ''))) {
      messages.push(`%${value}: ${formatType({ dtype, shape })} has a dimension that is no size and no symbol`)
    }
  }
  return messages
}

const labelOf = ({ op, scope }: Node, index: number): string =>
  `node ${index}, ${op}${scope === undefined ? '' : ` @${scope}`}`

function typeFaults(graph: Graph, node: Node): readonly string[] {
  const op = ops.get(node.op)
  if (op === undefined) return ['there is no such op']
  const inputs: TensorType[] = []
  for (const value of node.inputs) {
    const type = graph.types.get(value)
    if (type === undefined) return []
    inputs.push(type)
  }
  let inferred: readonly TensorType[]
  try {
    inferred = op.infer(inputs, node.attributes)
  } catch (error) {
    if (error instanceof TypeRuleError) return [error.message]
    throw error
  }
  if (inferred.length !== node.outputs.length) {
    return [`it has ${node.outputs.length} outputs, its type rule gives ${inferred.length}`]
  }
  return inferred.flatMap((type, index) => {
    const value = node.outputs[index]
    const stated = value === undefined ? undefined : graph.types.get(value)
    return stated === undefined || sameType(stated, type)
      ? []
      : [`%${value} is ${formatType(stated)}, its type rule gives ${formatType(type)}`]
  })
}

/** Attributes are plain data: nothing that a text or a thread could not carry. */
function attributeFault(value: Attribute): string | undefined {
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return undefined
  if (Array.isArray(value)) {
    return value.every((item) => typeof item === 'number') ? undefined : 'is a list of something else than numbers'
  }
  if (typeof value !== 'object' || value === null || !isTensor(value)) return 'is no plain data'
  const { shape, data } = value
  return elementCount(shape) === data.length
    ? undefined
    : `is said to be ${formatType(value)} but holds ${data.length} values`
}

import { typeOf, type Graph, type Node, type ValueId } from '../../ir/graph.js'
import { usesOf } from '../../ir/uses.js'
import { constantValue } from '../../ops/constant.js'
import type { Quantization } from '../../ops/op.js'
import { opNamed } from '../../ops/index.js'

/** A compute node that runs on 8-bit weights. */
export interface QuantizedLayer {
  /** Index into the graph's nodes. */
  readonly node: number
  /** The activation that meets the weight. */
  readonly input: ValueId
  readonly weight: string
  /** The axis of the weight's output channels: one scale each. */
  readonly axis: number
  readonly bias?: string
}

/**
 * Which values of an inference graph are stored in 8 bits. Plain data, made once and read by calibration, by
 * the training graph with fake quantisation and by the emitted one, so that all three round at the same places.
 */
export interface QuantizationPlan {
  /** Activations stored as u8, each with the value whose range it uses: itself, or the one that was moved about. */
  readonly activations: ReadonlyMap<ValueId, ValueId>
  readonly layers: readonly QuantizedLayer[]
  /** Nodes that run on 8 bits, by index. */
  readonly nodes: ReadonlySet<number>
  /** Nodes that only cut (relu) and vanish in the range of what they follow, by index. */
  readonly folded: ReadonlySet<number>
}

/** Decides what an int8 form of `graph` stores in 8 bits. `keep` says which parameters stay f32. */
export function planQuantization(graph: Graph, keep: (parameter: string) => boolean = () => false): QuantizationPlan {
  const parameters = new Map(graph.parameters.map(({ name, value }) => [value, name]))
  const constants = new Set(graph.nodes.filter((node) => constantValue(node) !== undefined).flatMap(({ outputs }) => outputs))
  const outputs = new Set(graph.outputs.map(({ value }) => value))
  const uses = usesOf(graph)
  const ruleOf = (index: number): Quantization | undefined => opNamed(graph.nodes[index]?.op ?? '').quantization

  /** The layer that the node is, where its weight is a parameter which is only ever used this way. */
  const layerOf = (index: number, node: Node): QuantizedLayer | undefined => {
    const rule = ruleOf(index)
    if (rule?.weight === undefined) return undefined
    const { input, axis } = rule.weight
    const weight = parameters.get(node.inputs[input] ?? -1)
    const bias = rule.bias === undefined ? undefined : node.inputs[rule.bias]
    const biasName = bias === undefined ? undefined : parameters.get(bias)
    if (weight === undefined || keep(weight) || (bias !== undefined && biasName === undefined)) return undefined
    const alike = uses.users(node.inputs[input] ?? -1).every((user) => {
      const other = ruleOf(user)?.weight
      return other?.input === input && other.axis === axis
    })
    const activation = node.inputs.find((_, position) => position !== input && position !== rule.bias)
    if (!alike || activation === undefined || parameters.has(activation)) return undefined
    return { node: index, input: activation, weight, axis, ...(biasName === undefined ? {} : { bias: biasName }) }
  }

  const activations = new Map<ValueId, ValueId>()
  const layers: QuantizedLayer[] = []
  const [nodes, folded] = [new Set<number>(), new Set<number>()]
  const store = (value: ValueId): void => {
    if (!activations.has(value)) activations.set(value, value)
  }
  /** The only node that reads `value`, where the model does not give it out. */
  const onlyUser = (value: ValueId): number | undefined => {
    const [next] = uses.users(value)
    return uses.count(value) > 1 ? undefined : next
  }
  /**
   * Marks what the node at `index` gives as stored. A cut (relu) that follows, at once or after values were only
   * moved about (max pool), is folded: cutting commutes with moving, so that the range alone does it.
   */
  const storeOutput = (index: number, value: ValueId): void => {
    if (ruleOf(index)?.floatOutput === true && outputs.has(value) && uses.users(value).length === 0) return
    for (let current = value; ; ) {
      const next = onlyUser(current)
      const result = next === undefined ? undefined : graph.nodes[next]?.outputs[0]
      if (next === undefined || result === undefined) break
      if (ruleOf(next)?.cut === true) {
        folded.add(next)
        store(result)
        if (current !== value) activations.set(value, result)
        return
      }
      if (ruleOf(next)?.role !== 'pass' || graph.nodes[next]?.outputs.length !== 1) break
      current = result
    }
    store(value)
  }

  for (const [index, node] of graph.nodes.entries()) {
    const rule = ruleOf(index)
    const [output] = node.outputs
    if (rule === undefined || folded.has(index) || output === undefined || node.outputs.length !== 1) continue
    if (typeOf(graph, output).dtype !== 'f32') continue
    const operands = node.inputs.filter((value) => typeOf(graph, value).dtype === 'f32')
    const moving = operands.every((value) => !parameters.has(value) && !constants.has(value))
    if (rule.role === 'compute') {
      const layer = layerOf(index, node)
      if (layer === undefined) continue
      layers.push(layer)
      store(layer.input)
    } else if (rule.role === 'pass') {
      const root = activations.get(node.inputs[0] ?? -1)
      if (root === undefined || !moving || operands.length !== 1) continue
      nodes.add(index)
      activations.set(output, root)
      continue
    } else {
      // Without weights 8 bits pay only where the operands have them already.
      if (!moving || rule.cut === true || !operands.some((value) => activations.has(value))) continue
      operands.forEach(store)
    }
    nodes.add(index)
    storeOutput(index, output)
  }
  return { activations, layers, nodes, folded }
}

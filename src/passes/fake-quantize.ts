import { GraphBuilder } from '../ir/builder.js'
import { typeOf, type Graph, type ValueId } from '../ir/graph.js'
import { scalar } from '../types/tensor.js'
import { opNamed } from '../ops/index.js'
import type { QuantizationScheme } from './quantization-scheme.js'

/**
 * The graph with every planned value and weight rounded as its int8 form rounds it, and still f32: what
 * quantisation-aware training descends. Biases, of 32 bits, are not rounded. Scales are constants.
 */
export function fakeQuantize(graph: Graph, scheme: QuantizationScheme): Graph {
  const { plan } = scheme
  const builder = new GraphBuilder(graph.name)
  const plain = new Map<ValueId, ValueId>()
  const rounded = new Map<ValueId, ValueId>()
  const now = (value: ValueId): ValueId => {
    const found = plain.get(value)
    if (found === undefined) throw new Error(`value %${value} of graph ${graph.name} is used before it is defined`)
    return found
  }
  const activation = (value: ValueId, of: ValueId): ValueId => {
    const known = rounded.get(value)
    if (known !== undefined) return known
    const { scale, zero } = scheme.activations.get(value) ?? { scale: 1, zero: 0 }
    const made = builder.add('fake_quantize', [of], { scale: scalar(scale), low: -zero, high: 255 - zero })
    rounded.set(value, made)
    return made
  }
  const weight = (value: ValueId, name: string): ValueId => {
    const known = rounded.get(value)
    if (known !== undefined) return known
    const { axis, scale } = scheme.weights.get(name) ?? { axis: 0, scale: new Float32Array() }
    const attributes = { scale: { dtype: 'f32' as const, shape: [scale.length], data: scale }, axis, low: -127, high: 127 }
    const made = builder.add('fake_quantize', [now(value)], attributes)
    rounded.set(value, made)
    return made
  }

  for (const { name, value, random } of graph.inputs) plain.set(value, builder.input(name, typeOf(graph, value), random))
  for (const { name, value, init, trainable } of graph.parameters) {
    plain.set(value, builder.parameter(name, typeOf(graph, value), init, trainable))
  }
  const layers = new Map(plan.layers.map((layer) => [layer.node, layer]))
  for (const [index, node] of graph.nodes.entries()) {
    builder.within(node.scope, node.span, () => {
      const inputs = node.inputs.map((value, position) => {
        if (!plan.nodes.has(index)) return now(value)
        const layer = layers.get(index)
        if (layer !== undefined && position === opNamed(node.op).quantization?.weight?.input) return weight(value, layer.weight)
        return plan.activations.has(value) ? activation(value, now(value)) : now(value)
      })
      const results = builder.addAll(node.op, inputs, node.attributes)
      for (const [position, value] of node.outputs.entries()) {
        const made = results[position]
        if (made === undefined) throw new Error(`op ${node.op} lost an output`)
        const int8 = plan.activations.has(value) && (plan.nodes.has(index) || plan.folded.has(index))
        // A value that was only moved about, or cut before, is rounded already.
        const moved = plan.activations.get(value) !== value && opNamed(node.op).quantization?.role === 'pass'
        const cut = plan.folded.has(index) && node.inputs.some((input) => plan.activations.has(input))
        if (int8 && (moved || cut)) rounded.set(value, made)
        const fresh = int8 && !moved && !cut
        plain.set(value, fresh ? activation(value, made) : made)
      }
    })
  }
  for (const { name, value } of graph.outputs) builder.output(name, now(value))
  return builder.build()
}

import type { Graph, ValueId } from '../ir/graph.js'
import { rewrite } from '../ir/rewrite.js'
import { scalar } from '../types/tensor.js'
import { opNamed } from '../ops/index.js'
import type { QuantizationScheme } from './quantization/scheme.js'

/**
 * The graph with every planned value and weight rounded as its int8 form rounds it, and still f32: what
 * quantisation-aware training descends. Biases, of 32 bits, are not rounded. Scales are constants.
 */
export function fakeQuantize(graph: Graph, scheme: QuantizationScheme): Graph {
  const { plan } = scheme
  const layers = new Map(plan.layers.map((layer) => [layer.node, layer]))
  const rounded = new Map<ValueId, ValueId>()
  const once = (value: ValueId, make: () => ValueId): ValueId => {
    const made = rounded.get(value) ?? make()
    rounded.set(value, made)
    return made
  }
  return rewrite(graph, (node, { index, operands, builder }) => {
    const activation = (value: ValueId, of: ValueId): ValueId =>
      once(value, () => {
        const { scale, zero } = scheme.activations.get(value) ?? { scale: 1, zero: 0 }
        return builder.add('fake_quantize', [of], { scale: scalar(scale), low: -zero, high: 255 - zero })
      })
    const weight = (value: ValueId, of: ValueId, name: string): ValueId =>
      once(value, () => {
        const { axis, scale } = scheme.weights.get(name) ?? { axis: 0, scale: new Float32Array() }
        const attributes = { scale: { dtype: 'f32' as const, shape: [scale.length], data: scale }, axis, low: -127, high: 127 }
        return builder.add('fake_quantize', [of], attributes)
      })
    const inputs = operands.map((operand, at) => {
      const value = node.inputs[at]
      const layer = layers.get(index)
      if (value === undefined || !plan.nodes.has(index)) return operand
      if (layer !== undefined && at === opNamed(node.op).quantization?.weight?.input) return weight(value, operand, layer.weight)
      return plan.activations.has(value) ? activation(value, operand) : operand
    })
    const results = builder.addAll(node.op, inputs, node.attributes)
    return node.outputs.map((value, at) => {
      const made = results[at]
      if (made === undefined) throw new Error(`op ${node.op} lost an output`)
      const int8 = plan.activations.has(value) && (plan.nodes.has(index) || plan.folded.has(index))
      // A value that was only moved about, or cut before, is rounded already.
      const moved = plan.activations.get(value) !== value && opNamed(node.op).quantization?.role === 'pass'
      const cut = plan.folded.has(index) && node.inputs.some((input) => plan.activations.has(input))
      if (int8 && (moved || cut)) return once(value, () => made)
      return int8 ? activation(value, made) : made
    })
  })
}

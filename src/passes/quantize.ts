import { GraphBuilder } from '../ir/builder.js'
import { typeOf, type Graph, type ValueId, type Weights } from '../ir/graph.js'
import { opNamed } from '../ops/index.js'
import type { Tensor } from '../types/tensor.js'
import { biasScale, storeBias, storeWeight, weightOf, type QuantizationScheme } from './quantization-scheme.js'

/**
 * The int8 form of an inference graph: every planned node stands between a dequantize of each operand and a
 * quantize of its result, the pattern that runtimes fuse into int8 kernels. A relu that follows is left out:
 * the range of its result begins at 0. Weights become s8, biases s32; outputs of the model stay f32.
 */
export function quantize(graph: Graph, weights: Weights, scheme: QuantizationScheme): { graph: Graph; weights: Weights } {
  const { plan } = scheme
  const builder = new GraphBuilder(graph.name)
  const stored = new Map<string, Tensor>()
  const plain = new Map<ValueId, ValueId>()
  const rounded = new Map<ValueId, ValueId>()
  const readable = new Map<string, ValueId>()
  const now = (value: ValueId): ValueId => {
    const found = plain.get(value)
    if (found === undefined) throw new Error(`value %${value} of graph ${graph.name} is used before it is defined`)
    return found
  }
  /** The value after a trip through 8 bits. */
  const through = (value: ValueId, of: ValueId): ValueId => {
    const known = rounded.get(value)
    if (known !== undefined) return known
    const numbers = scheme.activations.get(value)
    if (numbers === undefined) throw new Error(`value %${value} of graph ${graph.name} has no scale`)
    const attributes = { scale: numbers.scale, zero: numbers.zero }
    const made = builder.add('dequantize', [builder.add('quantize', [of], attributes)], attributes)
    rounded.set(value, made)
    return made
  }

  for (const { name, value, random } of graph.inputs) plain.set(value, builder.input(name, typeOf(graph, value), random))
  const layers = new Map(plan.layers.map((layer) => [layer.node, layer]))
  const packed = new Set(plan.layers.flatMap(({ weight, bias }) => [weight, ...(bias === undefined ? [] : [bias])]))
  const planned = new Set(plan.nodes)
  for (const parameter of graph.parameters) {
    const { name, value, init, trainable } = parameter
    const elsewhere = graph.nodes.some((node, index) => !planned.has(index) && node.inputs.includes(value))
    if (packed.has(name) && !elsewhere) continue
    plain.set(value, builder.parameter(name, typeOf(graph, value), init, trainable))
    stored.set(name, weightOf(weights, name))
  }
  /** Declares an integer parameter once and gives its f32 reading; the same bias under two steps is two parameters. */
  const packedParameter = (name: string, tensor: Tensor, scale: Float32Array, axis: number): ValueId => {
    const key = `${name} ${scale.join(' ')}`
    const known = readable.get(key)
    if (known !== undefined) return known
    let own = name
    for (let copy = 2; stored.has(own); copy++) own = `${name}.${copy}`
    stored.set(own, tensor)
    const trainable = graph.parameters.find((parameter) => parameter.name === name)?.trainable ?? true
    const type = { dtype: tensor.dtype, shape: tensor.shape }
    const value = builder.parameter(own, type, { kind: 'constant', value: 0 }, trainable)
    const [first = 1] = scale
    const alike = scale.every((step) => step === first)
    const made = builder.add(
      'dequantize', [value], alike ? { scale: first, zero: 0 } : { scale: { dtype: 'f32', shape: [scale.length], data: scale }, axis })
    readable.set(key, made)
    return made
  }

  for (const [index, node] of graph.nodes.entries()) {
    const results = builder.within(node.scope, node.span, (): readonly ValueId[] => {
      if (plan.folded.has(index)) return node.inputs.map(now)
      if (!plan.nodes.has(index)) return builder.addAll(node.op, node.inputs.map(now), node.attributes)
      const layer = layers.get(index)
      const rule = opNamed(node.op).quantization
      const inputs = node.inputs.map((value, position) => {
        if (layer !== undefined && position === rule?.weight?.input) {
          const { axis, scale } = scheme.weights.get(layer.weight) ?? { axis: 0, scale: new Float32Array() }
          return packedParameter(layer.weight, storeWeight(weightOf(weights, layer.weight), axis, scale), scale, axis)
        }
        if (layer?.bias !== undefined && position === rule?.bias) {
          const scale = biasScale(scheme, layer)
          return packedParameter(layer.bias, storeBias(weightOf(weights, layer.bias), scale), scale, 0)
        }
        return plan.activations.has(value) ? through(value, now(value)) : now(value)
      })
      return builder.addAll(node.op, inputs, node.attributes)
    })
    for (const [position, value] of node.outputs.entries()) {
      const made = results[position]
      if (made === undefined) throw new Error(`op ${node.op} lost an output`)
      if (plan.folded.has(index) && node.inputs.some((input) => plan.activations.has(input))) {
        // The range of an earlier value has cut it already.
        plain.set(value, made)
        rounded.set(value, made)
        continue
      }
      // What an int8 node gives is read from its 8 bits by everyone, so that the node can be fused.
      const int8 = plan.activations.has(value) && (plan.nodes.has(index) || plan.folded.has(index))
      plain.set(value, int8 ? builder.within(node.scope, node.span, () => through(value, made)) : made)
    }
  }
  for (const { name, value } of graph.outputs) builder.output(name, now(value))
  return { graph: builder.build(), weights: stored }
}

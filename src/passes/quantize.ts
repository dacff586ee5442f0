import type { Attributes, Graph, ValueId, Weights } from '../ir/graph.js'
import { rewrite } from '../ir/rewrite.js'
import { opNamed } from '../ops/index.js'
import type { Tensor } from '../types/tensor.js'
import { dce } from './dce.js'
import { biasScale, storeBias, storeWeight, weightOf, type QuantizationScheme } from './quantization/scheme.js'

/**
 * The int8 form of an inference graph: every planned node stands between a dequantize of each operand and a
 * quantize of its result, the pattern that runtimes fuse into int8 kernels. A relu that follows is left out:
 * the range of its result begins at 0. Weights become s8, biases s32; outputs of the model stay f32.
 */
export function quantize(graph: Graph, weights: Weights, scheme: QuantizationScheme): { graph: Graph; weights: Weights } {
  const { plan } = scheme
  const layers = new Map(plan.layers.map((layer) => [layer.node, layer]))
  const stored = new Map<string, Tensor>()
  const readable = new Map<string, ValueId>()
  const rounded = new Map<ValueId, ValueId>()
  // Weights that an f32 node reads too keep their names.
  const outside = graph.nodes.filter((_, index) => !plan.nodes.has(index)).flatMap(({ inputs }) => inputs)
  const taken = new Set(graph.parameters.filter(({ value }) => outside.includes(value)).map(({ name }) => name))
  const written = rewrite(graph, (node, { index, operands, builder }) => {
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
    /** Declares an integer parameter once and gives its f32 reading; the same bias under two steps is two parameters. */
    const packed = (name: string, store: () => Tensor, scale: Float32Array, axis: number): ValueId => {
      const key = `${name} ${scale.join(' ')}`
      const known = readable.get(key)
      if (known !== undefined) return known
      let own = name
      for (let copy = 2; stored.has(own) || taken.has(own); copy++) own = `${name}.${copy}`
      const tensor = store()
      stored.set(own, tensor)
      const { trainable = true } = graph.parameters.find((parameter) => parameter.name === name) ?? {}
      const value = builder.parameter(own, { dtype: tensor.dtype, shape: tensor.shape }, { kind: 'constant', value: 0 }, trainable)
      const [first = 1] = scale
      const alike = scale.every((step) => step === first)
      const reading: Attributes = alike ? { scale: first, zero: 0 } : { scale: { dtype: 'f32' as const, shape: [scale.length], data: scale }, axis }
      const made = builder.add('dequantize', [value], reading)
      readable.set(key, made)
      return made
    }
    const operand = (value: ValueId, at: number): ValueId => {
      const plain = operands[at] ?? value
      const layer = layers.get(index)
      const rule = opNamed(node.op).quantization
      if (layer !== undefined && at === rule?.weight?.input) {
        const { axis, scale } = scheme.weights.get(layer.weight) ?? { axis: 0, scale: new Float32Array() }
        return packed(layer.weight, () => storeWeight(weightOf(weights, layer.weight), axis, scale), scale, axis)
      }
      if (layer?.bias !== undefined && at === rule?.bias) {
        const [name, scale] = [layer.bias, biasScale(scheme, layer)]
        return packed(name, () => storeBias(weightOf(weights, name), scale), scale, 0)
      }
      return plan.activations.has(value) ? through(value, plain) : plain
    }
    const folded = plan.folded.has(index)
    const inputs = plan.nodes.has(index) && !folded ? node.inputs.map(operand) : operands
    const results = folded ? inputs : builder.addAll(node.op, inputs, node.attributes)
    return node.outputs.map((value, at) => {
      const made = results[at]
      if (made === undefined) throw new Error(`op ${node.op} lost an output`)
      if (folded && node.inputs.some((input) => plan.activations.has(input))) {
        // The range of an earlier value has cut it already.
        rounded.set(value, made)
        return made
      }
      // What an int8 node gives is read from its 8 bits by everyone, so that the node can be fused.
      return plan.activations.has(value) && (plan.nodes.has(index) || folded) ? through(value, made) : made
    })
  })
  const int8 = dce.run(written)
  for (const { name } of int8.parameters) if (!stored.has(name)) stored.set(name, weightOf(weights, name))
  return { graph: int8, weights: stored }
}

import { typeOf, type Graph, type Parameter, type ValueId, type Weights } from '../ir/graph.js'
import { rewrite } from '../ir/rewrite.js'
import { number } from '../ops/attributes.js'
import { opNamed } from '../ops/index.js'
import { dce } from './dce.js'
import { elementCount, zeros, type Tensor } from '../types/tensor.js'

/** A layer and the batch norm behind it, by node index. */
interface Pair {
  readonly layer: number
  readonly norm: number
  readonly weight: Parameter
  readonly axis: number
  readonly bias: Parameter | undefined
}

/**
 * Folds each batch norm of an inference graph into the layer before it: w' = w·γ/√(σ² + ε) along the output
 * channels, b' = (b − μ)·γ/√(σ² + ε) + β (Jacob et al. 2018, section 3.2). Norms behind anything else stay.
 */
export function foldBatchNorm(graph: Graph, weights: Weights): { graph: Graph; weights: Weights } {
  const pairs = findPairs(graph)
  if (pairs.length === 0) return { graph, weights }
  const byLayer = new Map(pairs.map((pair) => [pair.layer, pair]))
  const norms = new Set(pairs.map(({ norm }) => norm))
  const read = (value: ValueId | undefined): Tensor => {
    const name = graph.parameters.find((parameter) => parameter.value === value)?.name ?? ''
    const tensor = weights.get(name)
    if (tensor === undefined) throw new Error(`there are no values for the weight \`${name}\``)
    return tensor
  }

  const folded = new Map(weights)
  const biases = new Map<number, string>()
  for (const { layer, norm, weight, axis, bias } of pairs) {
    const node = graph.nodes[norm]
    const [scale, shift, mean, variance] = (node?.inputs.slice(1) ?? []).map(read)
    if (node === undefined || scale === undefined || shift === undefined || mean === undefined || variance === undefined) continue
    for (const value of node.inputs.slice(1)) {
      folded.delete(graph.parameters.find((parameter) => parameter.value === value)?.name ?? '')
    }
    const epsilon = number(node.attributes, 'epsilon', 1e-5)
    const factor = numbers(variance).map((value, channel) => Number(scale.data[channel]) / Math.sqrt(value + epsilon))
    folded.set(weight.name, scaleAxis(read(weight.value), axis, factor))
    const before = bias === undefined ? undefined : read(bias.value)
    const name = bias?.name ?? `${weight.name.slice(0, weight.name.lastIndexOf('.') + 1)}bias`
    biases.set(layer, name)
    folded.set(name, {
      dtype: 'f32',
      shape: [factor.length],
      data: Float32Array.from(factor, (value, channel) =>
        (Number(before?.data[channel] ?? 0) - Number(mean.data[channel])) * value + Number(shift.data[channel])),
    })
  }

  let index = 0
  const written = rewrite(graph, (node, operands, builder) => {
    const at = index++
    const pair = byLayer.get(at)
    if (norms.has(at)) return operands.slice(0, 1)
    if (pair === undefined || pair.bias !== undefined) return undefined
    const type = { dtype: 'f32' as const, shape: [typeOf(graph, pair.weight.value).shape[pair.axis] ?? 0] }
    const bias = builder.parameter(biases.get(at) ?? '', type, { kind: 'constant', value: 0 })
    return builder.addAll(node.op, [...operands, bias], node.attributes)
  })
  return { graph: dce.run(written), weights: folded }
}

function findPairs(graph: Graph): readonly Pair[] {
  const parameters = new Map(graph.parameters.map((parameter) => [parameter.value, parameter]))
  const uses = new Map<ValueId, number>()
  for (const value of [...graph.nodes.flatMap(({ inputs }) => inputs), ...graph.outputs.map((output) => output.value)]) {
    uses.set(value, (uses.get(value) ?? 0) + 1)
  }
  const makers = new Map(graph.nodes.flatMap(({ outputs }, index) => outputs.map((value) => [value, index] as const)))
  const once = (value: ValueId | undefined): boolean => value !== undefined && uses.get(value) === 1
  return graph.nodes.flatMap((node, norm): Pair[] => {
    const [input, ...statistics] = node.inputs
    const layer = input === undefined ? undefined : makers.get(input)
    const maker = layer === undefined ? undefined : graph.nodes[layer]
    if (node.op !== 'batch_norm' || layer === undefined || maker === undefined || !once(input)) return []
    const rule = opNamed(maker.op).quantization
    const weight = parameters.get(maker.inputs[rule?.weight?.input ?? -1] ?? -1)
    if (rule?.weight === undefined || rule.bias === undefined || weight === undefined || !once(weight.value)) return []
    const biasValue = maker.inputs[rule.bias]
    const bias = biasValue === undefined ? undefined : parameters.get(biasValue)
    const foldable = biasValue === undefined ? maker.inputs.length === rule.bias : bias !== undefined && once(biasValue)
    if (!foldable || !statistics.every((value) => parameters.has(value) && once(value))) return []
    // The norm's channels must be those of the layer: not so where a dense layer works along a sequence.
    const channels = typeOf(graph, statistics[0] ?? -1).shape[0]
    if (channels !== typeOf(graph, weight.value).shape[rule.weight.axis] || typeOf(graph, maker.outputs[0] ?? -1).shape[1] !== channels) return []
    if (typeOf(graph, weight.value).shape.length === 2 && typeOf(graph, maker.outputs[0] ?? -1).shape.length !== 2) return []
    return [{ layer, norm, weight, axis: rule.weight.axis, bias }]
  })
}

const numbers = ({ data }: Tensor): readonly number[] => Array.from(data as ArrayLike<number | bigint>, Number)

/** Multiplies each slice along `axis` by its factor. */
function scaleAxis(tensor: Tensor, axis: number, factor: readonly number[]): Tensor<'f32'> {
  const inner = elementCount(tensor.shape.slice(axis + 1))
  const result = zeros('f32', tensor.shape)
  for (let index = 0; index < result.data.length; index++) {
    result.data[index] = Number(tensor.data[index]) * (factor[Math.floor(index / inner) % factor.length] ?? 1)
  }
  return result
}

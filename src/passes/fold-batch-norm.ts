import { typeOf, type Graph, type Node, type Parameter, type ValueId, type Weights } from '../ir/graph.js'
import { rewrite } from '../ir/rewrite.js'
import { usesOf } from '../ir/uses.js'
import { opNamed } from '../ops/index.js'
import type { Affine } from '../ops/op.js'
import { elementCount, zeros, type Tensor } from '../types/tensor.js'
import { dce } from './dce.js'
import { weightOf } from './quantization/scheme.js'

/** A layer and the norm behind it, by node index. */
interface Pair {
  readonly layer: number
  readonly norm: number
  readonly line: Affine
  /** Parameters that only the norm reads. */
  readonly statistics: readonly Parameter[]
  readonly weight: Parameter
  /** The axis of the weight's output channels. */
  readonly axis: number
  readonly bias: Parameter | undefined
}

/**
 * Folds what is a line a channel while predicting, x · f + s (batch norm: f = γ/√(σ² + ε), s = β − μ·f), into the layer
 * before it: w' = w·f along the output channels, b' = b·f + s (Jacob et al. 2018, section 3.2). Norms behind
 * anything else stay.
 */
export function foldBatchNorm(graph: Graph, weights: Weights): { graph: Graph; weights: Weights } {
  const pairs = findPairs(graph, weights)
  if (pairs.length === 0) return { graph, weights }
  const byLayer = new Map(pairs.map((pair) => [pair.layer, pair]))
  const norms = new Set(pairs.map(({ norm }) => norm))

  const folded = new Map(weights)
  for (const { weight, axis, bias, line: { factor, shift }, statistics } of pairs) {
    for (const { name } of statistics) folded.delete(name)
    folded.set(weight.name, scaleAxis(weightOf(weights, weight.name), axis, factor))
    const before = bias === undefined ? undefined : weightOf(weights, bias.name)
    folded.set(bias?.name ?? biasName(weight), {
      dtype: 'f32',
      shape: [factor.length],
      data: Float32Array.from(factor, (value, channel) => Number(before?.data[channel] ?? 0) * value + (shift[channel] ?? 0)),
    })
  }

  const written = rewrite(graph, (node, { index, operands, builder }) => {
    const pair = byLayer.get(index)
    if (norms.has(index)) return operands.slice(0, 1)
    if (pair === undefined || pair.bias !== undefined) return undefined
    const type = { dtype: 'f32' as const, shape: [pair.line.factor.length] }
    return builder.addAll(node.op, [...operands, builder.parameter(biasName(pair.weight), type, { kind: 'constant', value: 0 })], node.attributes)
  })
  return { graph: dce.run(written), weights: folded }
}

/** Beside the weight: `conv.weight` has `conv.bias`. */
const biasName = ({ name }: Parameter): string => `${name.slice(0, name.lastIndexOf('.') + 1)}bias`

function findPairs(graph: Graph, weights: Weights): readonly Pair[] {
  const uses = usesOf(graph)
  const parameters = new Map(graph.parameters.map((parameter) => [parameter.value, parameter]))
  /** The parameter that `value` is, where it is read in one place. */
  const own = (value: ValueId | undefined): Parameter | undefined =>
    value === undefined || uses.count(value) !== 1 ? undefined : parameters.get(value)
  return graph.nodes.flatMap((node, norm): Pair[] => {
    const { affine } = opNamed(node.op)
    const [input, ...vectors] = node.inputs
    const layer = input === undefined ? undefined : uses.maker(input)
    const maker = graph.nodes[layer ?? -1]
    if (affine === undefined || input === undefined || layer === undefined || maker === undefined || uses.count(input) !== 1) return []
    const known = layerOf(maker, own)
    const statistics = vectors.map(own).filter((parameter) => parameter !== undefined)
    if (known === undefined || statistics.length < vectors.length) return []
    const line = affine(statistics.map(({ name }) => weightOf(weights, name)), node.attributes)
    // The norm's channels must be those of the layer: not so where a dense layer works along a sequence.
    const [channels, given] = [typeOf(graph, known.weight.value).shape, typeOf(graph, input).shape]
    const same = channels.length === given.length && channels[known.axis] === line.factor.length && given[line.axis] === line.factor.length
    return same ? [{ layer, norm, line, statistics, ...known }] : []
  })
}

/** The weight and bias of a layer whose parameters are its own, so that they may change. */
function layerOf(node: Node, own: (value: ValueId | undefined) => Parameter | undefined): Pick<Pair, 'weight' | 'axis' | 'bias'> | undefined {
  const rule = opNamed(node.op).quantization
  if (rule?.weight === undefined || rule.bias === undefined) return undefined
  const [weight, bias] = [own(node.inputs[rule.weight.input]), own(node.inputs[rule.bias])]
  // A bias may be absent, and is written then; one that is shared or computed may not change.
  if (weight === undefined || (bias === undefined && node.inputs.length !== rule.bias)) return undefined
  return { weight, axis: rule.weight.axis, bias }
}

/** Multiplies each slice along `axis` by its factor. */
function scaleAxis(tensor: Tensor, axis: number, factor: readonly number[]): Tensor<'f32'> {
  const inner = elementCount(tensor.shape.slice(axis + 1))
  const result = zeros('f32', tensor.shape)
  for (let index = 0; index < result.data.length; index++) {
    result.data[index] = Number(tensor.data[index]) * (factor[Math.floor(index / inner) % factor.length] ?? 1)
  }
  return result
}

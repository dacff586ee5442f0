import type { Graph, ValueId, Weights } from '../../ir/graph.js'
import { elementCount, type Tensor } from '../../types/tensor.js'
import type { QuantizationPlan, QuantizedLayer } from './plan.js'

/** The smallest and largest value that an activation may take before it is cut. */
export interface Range {
  readonly min: number
  readonly max: number
}

/** q = clip(round(x / scale) + zero, 0, 255). */
export interface Affine {
  readonly scale: number
  readonly zero: number
}

/** A plan with its numbers: enough to round every value, the same way in training and in the emitted file. */
export interface QuantizationScheme {
  readonly plan: QuantizationPlan
  readonly activations: ReadonlyMap<ValueId, Affine>
  /** By parameter name: one symmetric step for each output channel, q in [−127, 127]. */
  readonly weights: ReadonlyMap<string, { readonly axis: number; readonly scale: Float32Array }>
}

/** Unsigned 8-bit asymmetric (Jacob et al. 2018, section 2.1): zero is always a whole step, so that padding is exact. */
export function affine({ min, max }: Range): Affine {
  const [low, high] = [Math.min(min, 0), Math.max(max, 0)]
  const scale = Math.fround((high - low) / 255)
  if (!(scale > 1e-30)) return { scale: 1, zero: 0 }
  return { scale, zero: Math.min(255, Math.max(0, Math.round(-low / scale))) }
}

export interface SchemeOptions {
  /** A scale for each output channel of a weight; without it one for all, which small matrix products run faster. */
  readonly perChannel?: boolean
}

/** Chooses the steps: activations from their calibrated ranges, weights from their largest values. */
export function quantizationScheme(
  graph: Graph,
  weights: Weights,
  plan: QuantizationPlan,
  ranges: ReadonlyMap<ValueId, Range>,
  { perChannel = true }: SchemeOptions = {},
): QuantizationScheme {
  const activations = new Map<ValueId, Affine>()
  for (const [value, root] of plan.activations) {
    const range = ranges.get(root)
    if (range === undefined) throw new Error(`value %${root} of graph ${graph.name} was not calibrated`)
    activations.set(value, affine(range))
  }
  const scheme = new Map<string, { axis: number; scale: Float32Array }>()
  for (const layer of plan.layers) {
    const weight = weightOf(weights, layer.weight)
    const scale = scheme.get(layer.weight)?.scale ?? largest(weight, layer.axis).map((value) => value / 127)
    const step = activations.get(layer.input)?.scale ?? 1
    const bias = layer.bias === undefined ? undefined : weightOf(weights, layer.bias)
    // A bias is stored in 32 bits with step · scale: a channel of tiny weights needs a coarser scale to hold it.
    for (const channel of scale.keys()) {
      const needed = Math.abs(Number(bias?.data[channel] ?? 0)) / (step * 2 ** 30)
      scale[channel] = Math.max(scale[channel] ?? 0, needed, 1e-12)
    }
    if (!perChannel) scale.fill(scale.reduce((most, value) => Math.max(most, value), 0))
    scheme.set(layer.weight, { axis: layer.axis, scale })
  }
  return { plan, activations, weights: scheme }
}

/** Largest magnitude in each slice along `axis`. */
function largest(tensor: Tensor, axis: number): Float32Array {
  const channels = tensor.shape[axis] ?? 1
  const inner = elementCount(tensor.shape.slice(axis + 1))
  const found = new Float32Array(channels)
  for (let index = 0; index < tensor.data.length; index++) {
    const channel = Math.floor(index / inner) % channels
    found[channel] = Math.max(found[channel] ?? 0, Math.abs(Number(tensor.data[index])))
  }
  return found
}

/** The weight in 8 bits. Ties go to the even integer, as in QuantizeLinear. */
export function storeWeight(tensor: Tensor, axis: number, scale: Float32Array): Tensor<'s8'> {
  const inner = elementCount(tensor.shape.slice(axis + 1))
  const data = new Int8Array(tensor.data.length)
  for (let index = 0; index < data.length; index++) {
    const step = scale[Math.floor(index / inner) % scale.length] ?? 1
    data[index] = Math.min(127, Math.max(-127, roundHalfEven(Math.fround(Number(tensor.data[index]) / step))))
  }
  return { dtype: 's8', shape: tensor.shape, data }
}

/** The bias of `layer` in 32 bits, in units of input step × weight step. */
export function storeBias(tensor: Tensor, scale: Float32Array): Tensor<'s32'> {
  const bound = 2 ** 31 - 1
  return {
    dtype: 's32',
    shape: tensor.shape,
    data: Int32Array.from(scale, (step, channel) =>
      Math.min(bound, Math.max(-bound, roundHalfEven(Number(tensor.data[channel] ?? 0) / step))),
    ),
  }
}

/** Steps of the bias: input step × weight step, channel by channel. */
export function biasScale(scheme: QuantizationScheme, layer: QuantizedLayer): Float32Array {
  const input = scheme.activations.get(layer.input)?.scale ?? 1
  return (scheme.weights.get(layer.weight)?.scale ?? new Float32Array()).map((step) => step * input)
}

export function roundHalfEven(value: number): number {
  const floor = Math.floor(value)
  const rest = value - floor
  if (rest !== 0.5) return Math.round(value)
  return floor % 2 === 0 ? floor : floor + 1
}

export function weightOf(weights: Weights, name: string): Tensor {
  const tensor = weights.get(name)
  if (tensor === undefined) throw new Error(`there are no values for the weight \`${name}\``)
  return tensor
}

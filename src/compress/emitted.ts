import type { Graph, ValueId, Weights } from '../ir/graph.js'
import { graphCost } from '../ir/cost.js'
import { covers } from '../ir/path.js'
import { toOnnx } from '../onnx/write.js'
import { dce } from '../passes/dce.js'
import { foldBatchNorm } from '../passes/fold-batch-norm.js'
import { inferenceMode } from '../passes/inference-mode.js'
import { planQuantization, type QuantizationPlan } from '../passes/quantization/plan.js'
import { quantizationScheme, type QuantizationScheme, type Range, type SchemeOptions } from '../passes/quantization/scheme.js'
import { quantize } from '../passes/quantize.js'

export interface WeightedGraph {
  readonly graph: Graph
  readonly weights: Weights
}

/** A file's bytes with the graph that they hold. */
export interface Emitted extends WeightedGraph {
  readonly onnx: Uint8Array
}

/** The model as it is run: no dropout, batch norms folded away, nothing that no output needs. */
export function inferenceForm(graph: Graph, weights: Weights): WeightedGraph {
  const folded = foldBatchNorm(inferenceMode.run(graph), weights)
  return { graph: dce.run(folded.graph), weights: folded.weights }
}

export const planFor = (graph: Graph, keep: readonly string[]): QuantizationPlan =>
  planQuantization(graph, (parameter) => keep.some((path) => covers(path, parameter)))

/** Writes the file: int8 where a scheme is given, f32 without one. */
export function emitModel(
  { graph, weights }: WeightedGraph,
  scheme: QuantizationScheme | undefined,
  metadata: Readonly<Record<string, string>>,
): Emitted {
  const form = scheme === undefined ? { graph, weights } : quantize(graph, weights, scheme)
  const names = new Set(form.graph.parameters.map(({ name }) => name))
  const own = new Map([...form.weights].filter(([name]) => names.has(name)))
  return { graph: form.graph, weights: own, onnx: toOnnx(form.graph, own, metadata) }
}

/**
 * A scheme with made-up ranges, all different so that no two scales share their bytes: the file that it gives
 * has the size of the real one, before anything was calibrated.
 */
export function placeholderScheme({ graph, weights }: WeightedGraph, plan: QuantizationPlan, options: SchemeOptions): QuantizationScheme {
  const ranges = new Map<ValueId, Range>([...plan.activations.values()].map((value, index) => [value, { min: -1 - index / 16, max: 1 + index / 8 }]))
  return quantizationScheme(graph, weights, plan, ranges, options)
}

export interface StaticCost {
  readonly size: number
  readonly params: number
  readonly macs: number
}

export function staticCost({ graph, onnx }: Emitted): StaticCost {
  const { params, macs } = graphCost(graph)
  return { size: onnx.length, params, macs }
}

/** Networks of the library lose half of their channels, or are stored in 8 bits, and still run. */
import { describe, expect, test } from 'vitest'
import { calibrators } from '../../src/compress/calibrators/index.js'
import { channelGroups, keptBy } from '../../src/compress/groups.js'
import { Histogram } from '../../src/compress/histogram.js'
import { graphCost } from '../../src/ir/cost.js'
import type { Graph, ValueId, Weights } from '../../src/ir/graph.js'
import { verify } from '../../src/ir/verify.js'
import { foldBatchNorm } from '../../src/passes/fold-batch-norm.js'
import { prune, pruneWeights } from '../../src/passes/prune.js'
import { planQuantization } from '../../src/passes/quantization/plan.js'
import { quantizationScheme, type Range } from '../../src/passes/quantization/scheme.js'
import { quantize } from '../../src/passes/quantize.js'
import { randomWeights, runGraph } from '../compress/networks.js'
import { present, valuesOf } from '../ops/harness.js'
import { inputsOf, instantiate, valueGraph, type Use } from './kit.js'

const small = [3, 16, 16] as const

const networks: readonly Use[] = [
  { text: 'image |> Bottleneck(16) |> Bottleneck(16, inner = 8, groups = 4) |> Conv(4)', image: small },
  { text: 'image |> MobileNetV2(width = 0.1) |> Dense(4)', image: small },
  { text: 'image |> InvertedResidual(8, 16, excite = true, activation = hard_swish) |> Conv(4)', image: small },
  { text: 'image |> UNet([8, 16, 24]) |> MaskHead(4, scale = 2)', image: small },
  { text: 'FPN(16)({ c2 = image, c3 = image |> MaxPool, c4 = image |> MaxPool(4), c5 = image |> MaxPool(8) }).p2 |> KeypointHead(3, channels = 8, doublings = 1)', image: small },
  { text: 'image |> ASPP(8, rates = [2, 4]) |> MaskHead(4)', image: small },
  { text: 'image |> VisionTransformer(patch = 4, dim = 16, layers = 2, heads = 2) |> Dense(4)', image: small },
  { text: 'words |> TextTransformer(12, 8, layers = 2, heads = 2) |> WordMean |> Dense(4)' },
  { text: 'words |> TextCNN(12, 8, maps = 5, kernels = [2, 3]) |> Dense(4)' },
  { text: 'row |> FTTransformer(dim = 12, layers = 2, heads = 2) |> Dense(4)' },
  { text: 'row |> TableResNet(width = 16, blocks = 2) |> Dense(4)' },
]

/** Ranges of the values as random inputs make them. */
async function measured(graph: Graph, weights: Weights, values: Iterable<ValueId>): Promise<ReadonlyMap<ValueId, Range>> {
  const wanted = [...new Set(values)]
  const outputs = await runGraph({ ...graph, outputs: wanted.map((value) => ({ name: `v${value}`, value })) }, weights, inputsOf(graph, 16))
  return new Map(wanted.map((value) => {
    const histogram = new Histogram()
    histogram.add(present(outputs[`v${value}`]).data as Float32Array)
    return [value, present(calibrators.get('minmax')).range(histogram)]
  }))
}

const strength = (values: readonly number[]): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length)

describe.each(networks)('$text', (use) => {
  test('half as wide', async () => {
    const graph = valueGraph((await instantiate(use)).graph)
    const groups = channelGroups(graph).free
    const plan = new Map(groups.map(({ name, size }) => [name, Array.from({ length: Math.ceil(size / 2) }, (_, index) => index)]))
    const kept = keptBy(graph, groups, plan)
    const pruned = prune(graph, kept)
    expect(verify(pruned)).toEqual([])
    expect(graphCost(pruned).params).toBeLessThan(0.8 * graphCost(graph).params)
    const { value } = await runGraph(pruned, pruneWeights(graph, randomWeights(graph, 1), kept), inputsOf(graph, 4))
    expect(valuesOf(present(value)).every(Number.isFinite)).toBe(true)
  })

  test('in 8 bits', async () => {
    const dense = valueGraph((await instantiate(use)).graph)
    const { graph, weights } = foldBatchNorm(dense, randomWeights(dense, 1))
    const plan = planQuantization(graph)
    expect(plan.layers.length).toBeGreaterThan(0)
    const int8 = quantize(graph, weights, quantizationScheme(graph, weights, plan, await measured(graph, weights, plan.activations.values())))
    expect(verify(int8.graph)).toEqual([])
    const [exact, rounded] = await Promise.all([[graph, weights] as const, [int8.graph, int8.weights] as const].map(async ([each, own]) =>
      valuesOf(present((await runGraph(each, own, inputsOf(graph, 16)))['value']))))
    const error = present(exact).map((value, index) => value - (rounded?.[index] ?? Infinity))
    expect(strength(error) / strength(present(exact))).toBeLessThan(0.15)
  })
})

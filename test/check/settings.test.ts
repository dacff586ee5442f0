/** What `train` and `compress` come to, with defaults, units, and settings from the command line. */
import { describe, expect, test } from 'vitest'
import type { TypedBudgetLine, TypedCompress, TypedTrain } from '../../src/check/typed.js'
import { checkText, findings, model, only } from './kit.js'

const sound = model('task kind = vector |> Dense(10)\ntask price = vector |> Dense(1) |> squeeze')

async function trainOf(lines: string, overrides: readonly string[] = []): Promise<TypedTrain> {
  const checked = await checkText(`${sound}\ntrain M {\n${lines}\n}`, { overrides })
  expect(findings(checked)).toEqual([])
  const [train] = checked.program?.trains ?? []
  if (train === undefined) throw new Error('no train block')
  return train
}

async function compressOf(lines: string, overrides: readonly string[] = []): Promise<TypedCompress> {
  const checked = await checkText(`${sound}\ncompress M {\n${lines}\n}`, { overrides })
  expect(findings(checked)).toEqual([])
  const [compress] = checked.program?.compresses ?? []
  if (compress === undefined) throw new Error('no compress block')
  return compress
}

describe('train', () => {
  test('has defaults for everything', async () => {
    expect(await trainOf('')).toMatchObject({
      model: 'M', epochs: 10, batch: 64, seed: 0,
      optimizer: { name: 'adam', arguments: { lr: 1e-3, beta1: 0.9, beta2: 0.999, eps: 1e-8 } },
      schedule: { name: 'constant', arguments: { warmup: { dimension: 'epochs', value: 0 } } },
      balance: { name: 'static' },
    })
    expect((await trainOf('')).stop).toBeUndefined()
  })

  test('methods have all their parameters', async () => {
    const train = await trainOf('optimizer sgd(lr = 1%, nesterov = true)\nschedule step(every = 100 steps, factor = 1 / 2)\nbalance uncertainty\nstop early(metric = price.mae)')
    expect(train.optimizer.arguments).toEqual({ lr: 0.01, momentum: 0.9, nesterov: true, weight_decay: 0 })
    expect(train.schedule.arguments).toEqual({
      every: { dimension: 'steps', value: 100 }, factor: 0.5, warmup: { dimension: 'epochs', value: 0 },
    })
    expect(train.stop?.arguments).toEqual({ patience: 5, metric: 'price.mae' })
    expect((await trainOf('optimizer adamw(2e-3)')).optimizer.arguments).toMatchObject({ lr: 2e-3, weight_decay: 0.01 })
  })

  test('lengths without a unit are epochs', async () => {
    expect((await trainOf('schedule cosine(warmup = 2)')).schedule.arguments['warmup']).toEqual({ dimension: 'epochs', value: 2 })
    expect((await trainOf('epochs 3 epochs')).epochs).toBe(3)
    const finding = await only(`${sound}\ntrain M { schedule cosine(warmup = 5 ms) }`, 'MTL2015')
    expect(finding.message).toBe('`warmup` of `cosine` needs a length, such as `1 epoch` or `100 steps`, but this is a time')
  })
})

describe('compress', () => {
  test('has defaults', async () => {
    expect(await compressOf('')).toMatchObject({ model: 'M', target: 'node-cpu', keep: [], budget: [] })
    const compress = await compressOf('prune channels(ratio = 50%)\nquantize int8(aware = 2 epochs)\ndistill from dense\nkeep kind.dense')
    expect(compress).toMatchObject({
      prune: { name: 'channels', arguments: { importance: 'taylor', ratio: 0.5 } },
      quantize: { name: 'int8', arguments: { aware: { dimension: 'epochs', value: 2 }, calibration: 'percentile', samples: 512, per_channel: true } },
      distill: { name: 'distill', arguments: { temperature: 4, share: 0.5 } },
      keep: ['kind.dense'],
    })
  })
})

const line = async (text: string): Promise<TypedBudgetLine | undefined> => (await compressOf(`budget {\n${text}\n}`)).budget[0]

describe('budget lines', () => {
  test.each([
    ['size <= 60 KB', { kind: 'absolute', value: 60_000 }],
    ['size <= 1.5 MiB', { kind: 'absolute', value: 1_572_864 }],
    ['params <= 120k', { kind: 'absolute', value: 120_000 }],
    ['macs <= 5M', { kind: 'absolute', value: 5_000_000 }],
    ['params <= 4000', { kind: 'absolute', value: 4000 }],
    ['latency <= 500 us', { kind: 'absolute', value: 0.5 }],
    ['kind.accuracy >= 90%', { kind: 'absolute', value: 0.9 }],
    ['kind.accuracy >= 0.9', { kind: 'absolute', value: 0.9 }],
    ['kind.macro_f1 >= 90 pt', { kind: 'absolute', value: 0.9 }],
    ['price.mae <= 12.5', { kind: 'absolute', value: 12.5 }],
    ['kind.accuracy >= dense', { kind: 'offset', to: 'dense', offset: 0 }],
    ['kind.accuracy >= dense - 0.5 pt', { kind: 'offset', to: 'dense', offset: -0.005 }],
    ['kind.accuracy >= 99% of dense', { kind: 'factor', to: 'dense', factor: 0.99 }],
    ['price.rmse <= dense + 2%', { kind: 'factor', to: 'dense', factor: 1.02 }],
    ['price.rmse <= dense + 0.3', { kind: 'offset', to: 'dense', offset: 0.3 }],
    ['price.r2 >= dense - 1 pt', { kind: 'offset', to: 'dense', offset: -0.01 }],
  ])('%s', async (text, bound) => {
    expect(await line(text)).toMatchObject({ text, bound })
  })

  test('a latency says at which batch and on how many threads', async () => {
    expect((await line('latency(batch = 8, threads = 2) <= 1 ms'))?.subject).toEqual({ kind: 'latency', batch: 8, threads: 2 })
    expect((await line('latency <= 1 ms'))?.subject).toEqual({ kind: 'latency', batch: 1, threads: 1 })
  })

  test.each([
    ['size <= 3', '`size` needs a size, such as `60 KB`, but this is the int 3'],
    ['latency <= 3 KB', '`latency` needs a time, such as `1 ms`, but this is a size'],
    ['params <= 3 KB', '`params` needs a count, such as `120k`, but this is a size'],
    ['price.mae <= 90%', '`price.mae` needs a number, in the unit of its target, but this is a share'],
    ['price.mae <= dense + 1 pt', '`price.mae` needs a number, or a share such as `2%`, but this is points'],
    ['kind.accuracy >= 1 ms', '`kind.accuracy` needs a share, such as `90%` or `0.9`, but this is a time'],
  ])('%s has the wrong unit', async (text, message) => {
    expect((await only(`${sound}\ncompress M { budget { ${text} } }`, 'MTL2015')).message).toBe(message)
  })

  test('an accuracy of 90 is none', async () => {
    expect((await only(`${sound}\ncompress M { budget { kind.accuracy >= 90 } }`, 'MTL2027')).message).toBe(
      'the bound of `kind.accuracy` must be at most 1, which is `100%`, but is 90',
    )
  })
})

describe('settings from the command line', () => {
  test('replace those of the file', async () => {
    const train = await trainOf('epochs 20, batch 256\noptimizer adam(lr = 1e-3)\nstop early(patience = 2)', [
      'train.epochs=3', 'train.optimizer=sgd(lr = 0.5)', 'train.balance=equal', 'train.seed = 9', 'train.stop=none',
    ])
    expect(train).toMatchObject({ epochs: 3, batch: 256, seed: 9, optimizer: { name: 'sgd', arguments: { lr: 0.5 } }, balance: { name: 'equal' } })
    expect(train.stop).toBeUndefined()
  })

  test('of compression too, line by line of the budget', async () => {
    const compress = await compressOf('prune channels\nquantize int8\nbudget {\nsize <= 60 KB\nlatency(batch = 4) <= 1 ms\n}', [
      'compress.prune=none', 'compress.quantize=int8(aware = 1 epoch)', 'compress.distill=(temperature = 2) from dense', 'compress.target=node-cpu',
      'compress.budget.size=30 KB', 'compress.budget.latency=2 ms', 'compress.budget.kind.accuracy=90%',
    ])
    expect(compress.prune).toBeUndefined()
    expect(compress).toMatchObject({ quantize: { arguments: { aware: { value: 1 } } }, distill: { arguments: { temperature: 2 } } })
    expect(compress.budget.map(({ subject, bound }) => [subject.kind, bound])).toEqual([
      ['size', { kind: 'absolute', value: 30_000 }],
      ['latency', { kind: 'absolute', value: 2 }],
      ['metric', { kind: 'absolute', value: 0.9 }],
    ])
    expect(compress.budget[1]?.subject).toMatchObject({ batch: 4 })
    expect((await compressOf('budget { size <= 60 KB }', ['compress.budget.size=none'])).budget).toEqual([])
  })

  test('name any method of the language', async () => {
    const overrides = [
      'train.balance=cagrad(c = 0.5)', 'train.init=weights.safetensors', 'train.select=affinity(max_groups = 1)',
      'compress.factorize=svd(rank = 8)', 'compress.cluster=8', 'compress.prune=weights(pattern = "2:4")', 'compress.distill=other.mtl', 'compress.target=arm64',
    ]
    const checked = await checkText(`${sound}\ntrain M { init from "old.onnx", select tasks by affinity }\ncompress M { prune channels(ratio = 0.5) }`, { overrides })
    // Each is checked, and most are told once to be none that can be run yet.
    const later = overrides.filter((each) => !each.startsWith('train.init='))
    expect(checked.diagnostics.map(({ code, span }) => [code, span?.file.startsWith('--set ')])).toEqual(later.map(() => ['MTL3001', true]))
    expect(checked.program).toMatchObject({
      trains: [{ balance: { name: 'cagrad', arguments: { c: 0.5 } }, init: { location: 'weights.safetensors' }, select: { name: 'affinity', arguments: { max_groups: 1 } } }],
      compresses: [{ target: 'arm64', later: [{ pass: 'factorize' }, { pass: 'cluster', method: { arguments: { clusters: 8 } } }, { method: { arguments: { pattern: '2:4' } } }] }],
    })
    expect(checked.program?.compresses[0]?.prune).toBeUndefined()
    const without = await checkText(`${sound}\ntrain M { init from "old.onnx", select tasks by affinity }`, { overrides: ['train.init=none', 'train.select=none'] })
    expect(findings(without)).toEqual([])
  })

  test('make a block where there is none', async () => {
    const checked = await checkText(sound, { overrides: ['train.epochs=3'] })
    expect(checked.program?.trains).toMatchObject([{ model: 'M', epochs: 3 }])
  })

  test('mistakes in them are shown in their own text', async () => {
    const checked = await checkText(`${sound}\ntrain M { }`, { overrides: ['train.optimizer=adm'] })
    expect(findings(checked)).toEqual(['MTL3002 there is no optimizer called `adm` ← adm'])
    expect(checked.diagnostics[0]?.span?.file).toBe('--set train.optimizer=adm')
    expect(checked.sources.get('--set train.optimizer=adm')).toContain('optimizer adm')
  })

  test.each([
    ['train.epoch=3', 'cannot use `--set train.epoch=3`: there is no setting `epoch` in `train`', 'did you mean `train.epochs`?'],
    ['trian.epochs=3', 'cannot use `--set trian.epochs=3`: it begins with neither `train.` nor `compress.`', 'did you mean `train.epochs`?'],
    ['train.epochs', 'cannot use `--set train.epochs`: it has no `=`', undefined],
    ['train.epochs=', 'cannot use `--set train.epochs=`: nothing stands after `=`', undefined],
    ['compress.budget=3', 'cannot use `--set compress.budget=3`: `budget` needs a line, as in `compress.budget.size`', undefined],
  ])('MTL3011: %s', async (text, message, help) => {
    const finding = await only(`${sound}\ntrain M { }`, 'MTL3011', { overrides: [text] })
    expect(finding.message).toBe(message)
    if (help !== undefined) expect(finding.help).toBe(help)
  })

  test('MTL3011: what cannot be read', async () => {
    expect((await only(`${sound}\ntrain M { }`, 'MTL3011', { overrides: ['train.epochs=3 +'] })).message).toContain('cannot use `--set train.epochs=3 +`: ')
  })
})

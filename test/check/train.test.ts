/** Settings of `train` that bound, gather, average, scale or freeze what is learned. */
import { describe, expect, test } from 'vitest'
import type { TypedTrain } from '../../src/check/typed.js'
import { checkText, findings, model, only } from './kit.js'

const sound = model('share hard trunk = vector |> Dense(8) |> relu |> Dense(4)\ntask kind = trunk |> Dense(10)\ntask price = trunk |> Dense(1) |> squeeze')

async function trainOf(lines: string, overrides: readonly string[] = []): Promise<TypedTrain> {
  const checked = await checkText(`${sound}\ntrain M {\n${lines}\n}`, { overrides })
  expect(findings(checked)).toEqual([])
  const [train] = checked.program?.trains ?? []
  if (train === undefined) throw new Error('no train block')
  return train
}

const wrong = (lines: string, code: string) => only(`${sound}\ntrain M {\n${lines}\n}`, code)
const marked = async (lines: string, code: string): Promise<string> => {
  const { span } = await wrong(lines, code)
  return `${sound}\ntrain M {\n${lines}\n}`.slice(span?.start, span?.end)
}

test('left out, nothing is clipped, gathered, averaged, scaled or frozen', async () => {
  const train = await trainOf('')
  expect(train).toMatchObject({ accumulate: 1, rates: [], decays: [], freeze: [] })
  expect([train.clip, train.average]).toEqual([undefined, undefined])
})

describe('clip, accumulate and average', () => {
  test('have the values that are usual', async () => {
    const train = await trainOf('clip norm, accumulate 4\naverage ema')
    expect(train).toMatchObject({ accumulate: 4, clip: { name: 'norm', arguments: { max: 1 } }, average: { name: 'ema', arguments: { decay: 0.999 } } })
    expect((await trainOf('clip value(max = 0.5)')).clip).toMatchObject({ name: 'value', arguments: { max: 0.5 } })
  })

  test('can be none, also from the command line', async () => {
    const train = await trainOf('clip norm\naverage none', ['train.clip=none', 'train.accumulate=2'])
    expect([train.clip, train.average, train.accumulate]).toEqual([undefined, undefined, 2])
    expect((await trainOf('', ['train.average=ema(decay = 99%)'])).average?.arguments).toEqual({ decay: 0.99 })
  })

  test.each([
    ['accumulate 0', 'MTL2027', '`accumulate` must be at least 1, but is 0'],
    ['accumulate 1.5', 'MTL2004', '`accumulate` needs an int, but this is the float 1.5'],
    ['clip norm(max = 0)', 'MTL2027', '`max` of `norm` must be more than 0, but is 0'],
    ['average ema(decay = 1)', 'MTL2027', '`decay` of `ema` must be more than 0 and below 1, but is 1'],
    ['clip nrm', 'MTL3002', 'there is no clipping called `nrm`'],
    ['average swa', 'MTL3002', 'there is no average called `swa`'],
  ])('%s', async (line, code, message) => expect((await wrong(line, code)).message).toBe(message))
})

describe('settings of some weights', () => {
  test('name them by paths, with commas between', async () => {
    const train = await trainOf('optimizer adamw\nrate 0.1 for trunk.dense_1, kind\nrate 2 * 3 for price\ndecay 0 for trunk.dense_1\nfreeze trunk.dense, price.dense, seed 3')
    expect(train).toMatchObject({
      rates: [{ factor: 0.1, paths: ['trunk.dense_1', 'kind'] }, { factor: 6, paths: ['price'] }],
      decays: [{ factor: 0, paths: ['trunk.dense_1'] }],
      freeze: ['trunk.dense', 'price.dense'],
      seed: 3,
    })
  })

  test('may stand more than once, and on one line with others', async () => {
    expect((await trainOf('freeze trunk, freeze kind, epochs 3')).freeze).toEqual(['trunk', 'kind'])
    expect((await trainOf('rate 0.5 for trunk, rate 0.1 for kind, batch 8')).rates).toHaveLength(2)
  })

  test('are replaced from the command line, all lines of a word together', async () => {
    const lines = 'rate 0.1 for trunk\nrate 0.2 for kind\nfreeze trunk'
    expect((await trainOf(lines, ['train.rate=0.5 for kind, price'])).rates).toEqual([{ factor: 0.5, paths: ['kind', 'price'] }])
    expect(await trainOf(lines, ['train.rate=none', 'train.freeze=kind'])).toMatchObject({ rates: [], freeze: ['kind'] })
  })

  test.each([
    ['freeze trnk.dense', 'MTL2001', 'trnk.dense', 'did you mean `trunk.dense`?'],
    ['rate 0.1 for kind, trunk.dens', 'MTL2001', 'trunk.dens', 'did you mean `trunk.dense`?'],
    ['optimizer adamw\ndecay 0 for kind.dense.weight', 'MTL2001', 'kind.dense.weight', 'did you mean `kind.dense`?'],
  ])('%s: a path that leads to no block with weights', async (line, code, text, help) => {
    expect(await marked(line, code)).toBe(text)
    expect((await wrong(line, code)).help).toContain(help)
  })

  test.each([
    ['rate 0 for kind', 'MTL2027', '`rate` must be more than 0, but is 0', '0'],
    ['rate 1 ms for kind', 'MTL2015', '`rate` needs a number, but this is a time', '1 ms'],
    ['optimizer adamw\ndecay 0 - 1 for kind', 'MTL2027', '`decay` must be at least 0, but is 0 - 1', '0 - 1'],
    ['rate 0.1 for kind\nrate 0.2 for trunk, kind', 'MTL3010', '`rate … kind` is set twice in `train M`', 'kind'],
    ['optimizer adamw(weight_decay = 0)\ndecay 0.1 for kind', 'MTL3023', '`decay` does nothing: `adamw` takes no share of the weights away', 'decay 0.1 for kind'],
    ['freeze trunk, kind\nfreeze price', 'MTL3022', 'nothing of `M` is left to learn: all of its weights are frozen', 'freeze price'],
  ])('%s', async (line, code, message, text) => {
    expect((await wrong(line, code)).message).toBe(message)
    expect(await marked(line, code)).toBe(text)
  })

  test('of a model that has mistakes are not called unknown', async () => {
    const checked = await checkText(`${model('task kind = vector |> Dens(10)')}\ntrain M { freeze trunk }`)
    expect(checked.diagnostics.map(({ code }) => code)).not.toContain('MTL3022')
    expect(findings(checked)).toHaveLength(1)
  })
})

test('rounds of a cosine that could not be told apart are refused', async () => {
  expect((await wrong('schedule cosine(growth = 2)', 'MTL3018')).message).toContain('`growth` is of the rounds between `restarts`')
  expect((await wrong('schedule cosine(restarts = 30, growth = 2)', 'MTL3018')).message).toContain('so many `restarts`')
})

test('a plateau watches a metric that is measured', async () => {
  expect((await wrong('schedule plateau(metric = kind.mae)', 'MTL3017')).message).toBe('no task of the model measures `kind.mae`')
})

/** Budgets that no model can meet, told from the file alone. */
import { describe, expect, test } from 'vitest'
import { impossibleBudgets } from '../../src/compress/impossible.js'
import { impossibleLines } from '../../src/compress/feasible.js'
import type { Diagnostic } from '../../src/diagnostics/diagnostic.js'
import { graphFor } from '../../src/lower/graph-for.js'
import { initialize } from '../../src/train/initialize.js'
import { checkText, findings, model } from '../check/kit.js'

const text = (lines: string, head = 'vector'): string =>
  `${model(`share hard trunk = ${head} |> Dense(256) |> relu |> Dense(64) |> relu\ntask kind = trunk |> Dense(10)\ntask price = trunk |> Dense(1)`)}compress M {\n${lines}\n}\n`

async function told(source: string): Promise<readonly Diagnostic[]> {
  const { program } = await checkText(source)
  if (program === undefined) throw new Error('the file is not sound')
  return impossibleBudgets(program)
}

const messages = async (source: string): Promise<readonly string[]> => (await told(source)).map(({ message }) => message)

describe('a budget that nothing can meet', () => {
  test('names the line, the layer that takes most, and what each part takes', async () => {
    const source = text('prune channels\nquantize int8\nbudget { params <= 500 }')
    const [finding, ...others] = await told(source)
    expect(others).toEqual([])
    expect(finding?.message).toBe('the budget line `params <= 500` cannot be met: with every prunable channel at its least, at int8, the model takes 587 params')
    expect(finding?.help).toBe('`trunk.dense_1` alone takes 264 params: raise the bound, or make the model smaller')
    expect(source.slice(finding?.span?.start, finding?.span?.end)).toBe('params <= 500')
    expect(finding?.related.map(({ span, message }) => [source.slice(span.start, span.start + 12), message])).toEqual([
      ['share hard t', '`trunk` takes 488 params of it, most of it `trunk.dense_1` with 264 params'],
      ['task kind = ', '`kind` takes 90 params of it'],
      ['task price =', '`price` takes 9 params of it'],
    ].map(([start, message]) => [start, message]))
  })

  test('says what the file takes without weights, and which pass would help', async () => {
    const [finding] = await told(text('budget { size <= 2 KB }\nprune channels'))
    expect(finding?.help).toMatch(/^`trunk\.dense_1` alone takes [\d.]+ KB, and the file without weights \d+ B: raise the bound, write `quantize int8`, or make the model smaller$/)
    expect((await told(text('quantize int8\nbudget { params <= 5k }')))[0]?.help).toContain('write `prune channels`')
  })

  test('is told for what the compiler would choose by itself', async () => {
    expect(await messages(text('budget { macs <= 10 }'))).toEqual([expect.stringMatching(/^the budget line `macs <= 10` cannot be met: .*, at int8, the model takes \d+ macs$/)])
    expect(await messages(text('budget { params <= 10k }'))).toEqual([])
  })

  test('is that of kept weights too', async () => {
    expect(await messages(text('prune channels\nkeep trunk\nbudget { params <= 10k }'))).toHaveLength(1)
  })

  test('is told beside a training that cannot be run, and not for passes or models that cannot', async () => {
    const lines = 'budget { params <= 10 }'
    expect(await messages(`${text(lines)}train M { balance cagrad }`)).toHaveLength(1)
    expect(await messages(text(`factorize svd\n${lines}`))).toEqual([])
    expect(await messages(text(lines).replace('share hard', 'share mmoe'))).toEqual([])
  })

  test('counts the same as with weights that training begins with', async () => {
    const source = text('prune channels\nquantize int8\nbudget { size <= 100 B\nparams <= 1\nmacs <= 1 }', 'image |> Conv(16) |> BatchNorm() |> relu |> GlobalAvgPool()')
    const { program } = await checkText(source)
    const [typed, block] = [program?.models[0], program?.compresses[0]]
    if (typed === undefined || block === undefined) throw new Error('the file is not sound')
    const graph = graphFor(typed)
    const real = await impossibleLines({ graph, weights: initialize(graph, 3), declared: new Map() }, block, { version: '0.1.0', model: 'M' })
    expect(await messages(source)).toEqual(real.map(({ message }) => message))
    expect(real).toHaveLength(3)
  })
})

describe('MTL5004: a quality without validation samples', () => {
  const quality = 'compress M { budget { kind.accuracy >= dense - 1 pt\nprice.mae <= 3 } }'
  const split = (line: string, sources = 'source "things.parquet"'): string =>
    model('task kind = vector |> Dense(10)\ntask price = vector |> Dense(1)').replace('source "things.parquet"', `${sources}\n${line}`) + quality

  test.each([
    ['shares that leave it out', split('split train 80%, test 20%')],
    ['a share of nothing', split('split train 80%, validation 0%, test 20%')],
    ['sources of other parts alone', split('split test 10% of train', 'source train "a.csv"')],
  ])('by %s', async (_, source) => {
    const checked = await checkText(source)
    expect(findings(checked).map((line) => line.slice(0, 110))).toEqual([
      'MTL5004 the budget line `kind.accuracy >= dense - 1 pt` needs validation samples, and there are none ← kind.ac',
      'MTL5004 the budget line `price.mae <= 3` needs validation samples, and there are none ← price.mae <= 3',
    ])
    expect(checked.diagnostics[0]?.related[0]?.message).toBe('no row of `Things` is in its validation part')
  })

  test.each([
    ['a share', split('split train 80%, validation 10%, test 10%')],
    ['the standard split', split('')],
    ['a source', split('split test 10% of train', 'source train "a.csv"\nsource validation "b.csv"')],
    ['a column, which only the data tells', split('split by column "part"')],
  ])('not with %s', async (_, source) => {
    expect(findings(await checkText(source))).toEqual([])
  })
})

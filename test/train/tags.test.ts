/** Tags over a text: the loss at each word, and training from a file to spans with places in a text. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { check } from '../../src/check/check.js'
import { measureStatistics } from '../../src/cli/pipeline/statistics.js'
import { openDataset } from '../../src/data/open.js'
import type { Engine } from '../../src/engine/engine.js'
import { nodeHost } from '../../src/host/node.js'
import { GraphBuilder } from '../../src/ir/builder.js'
import { lowerModel } from '../../src/lower/model.js'
import { evaluate } from '../../src/train/evaluate.js'
import { ownLoss } from '../../src/train/task-loss.js'
import { trainModel } from '../../src/train/train.js'
import type { TagsField } from '../../src/types/field.js'
import { f32, i64 } from '../../src/types/tensor.js'
import { input, method, task } from '../lower/build.js'
import { engine } from './problems.js'

let running: Engine
beforeAll(async () => void (running = await engine()))
afterAll(() => running.close())

describe('cross entropy over tags', () => {
  const type: TagsField = { kind: 'tags', labels: ['O', 'B-X', 'I-X'], numeric: false, over: 'words', max: 2 }

  /** Of two samples of two places, where code 3 is none. */
  async function lossOf(logits: readonly number[], codes: readonly number[], mask: readonly number[], weights = [1, 1]): Promise<readonly number[]> {
    const builder = new GraphBuilder('loss')
    const prediction = builder.input('logits', { dtype: 'f32', shape: ['N', 2, 3] })
    const { loss, count } = ownLoss(builder, task('slots', type, input('words', [2, 3]), { loss: method('cross_entropy', { smoothing: 0 }) }), prediction, builder.input('weights', { dtype: 'f32', shape: ['N'] }))
    builder.output('loss', loss)
    builder.output('count', count)
    const session = await running.load({ graph: builder.build(), weights: new Map() })
    const found = await session.run({ logits: f32([2, 2, 3], logits), weights: f32([2], weights), 'target:slots': i64([2, 2], codes), 'mask:slots': f32([2], mask) })
    await session.close()
    return [found['loss'], found['count']].map((tensor) => Number(tensor?.data[0]))
  }
  const logits = [2, 0, 0, 0, 1, 0, 0, 0, 3, 5, 5, 5]
  const entropy = (row: number, truth: number): number => {
    const values = logits.slice(3 * row, 3 * row + 3)
    return Math.log(values.reduce((sum, value) => sum + Math.exp(value), 0)) - (values[truth] ?? 0)
  }

  test('is that of the words, and nothing of places without one', async () => {
    const [loss] = await lossOf(logits, [0, 3, 3, 2], [1, 1])
    expect(loss).toBeCloseTo((entropy(0, 0) + entropy(3, 2)) / 2, 5)
    const other = logits.with(4, -9).with(6, 7)
    expect((await lossOf(other, [0, 3, 3, 2], [1, 1]))[0]).toBeCloseTo(loss ?? 0, 6)
  })

  test('leaves out samples without tags, and weighs the others', async () => {
    expect((await lossOf(logits, [0, 1, 3, 3], [1, 0]))[0]).toBeCloseTo((entropy(0, 0) + entropy(1, 1)) / 2, 5)
    expect((await lossOf(logits, [0, 3, 2, 3], [1, 1], [3, 1]))[0]).toBeCloseTo((3 * entropy(0, 0) + entropy(2, 2)) / 4, 5)
    expect(await lossOf(logits, [3, 3, 3, 3], [0, 0])).toEqual([0, 0])
  })
})

const places = ['paris', 'rome', 'oslo', 'new york', 'los angeles', 'rio']
const sentences = ['fly to *', 'weather in * now', 'what is * like', 'from * to *', 'hello there', 'good day']
const times = ['', 'today ', 'please ', 'so ', 'well ', 'tomorrow ', 'again ', 'then ']

/** Sentences about places, the places tagged: which they are shows in their own words and in those around. */
const rows = Array.from({ length: 240 }, (_, index) => {
  const parts = `${times[index % 8] ?? ''}${sentences[index % 6] ?? ''}`.split(' ').flatMap((word, at): readonly (readonly [string, string])[] => {
    if (word !== '*') return [[word, 'O']]
    return (places[(Math.floor(index / 24) + at) % 6] ?? '').split(' ').map((part, place) => [part, place === 0 ? 'B-place' : 'I-place'] as const)
  })
  return { text: parts.map(([word]) => word).join(' '), slots: parts.map(([, tag]) => tag).join(' '), greets: index % 6 >= 4 ? 'yes' : 'no' }
})

const file = (trunk: string): string => `
import { ${trunk.split('(')[0] ?? ''}, WordMean } from "std/text"
data Talk {
  source "talk.jsonl"
  split  validation 20%, seed 2
  input  words: text(max = 8, vocab = 60) from "text"
  target greets: label<"no", "yes">
  target slots:  tags<"O", "B-place", "I-place">
}
model Reader on Talk {
  share hard trunk = words |> ${trunk}
  task greets = WordMean()(trunk, words.mask) |> Dense(2)
  task slots  = trunk |> Dense(3)
}
train Reader { epochs 8, batch 16, seed 1, optimizer adam(lr = 1e-2) }
`

describe('a tagger and classifier', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mtlc-tags-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test.each([
    ['GRU', 'RecurrentEncoder(words.vocab, dim = 12, units = 12, cell = GRU, dropout = 0)'],
    ['LSTM', 'RecurrentEncoder(words.vocab, dim = 12, units = 12, dropout = 0)'],
    ['Transformer', 'TextTransformer(words.vocab, dim = 16, layers = 1, heads = 2, dropout = 0)'],
  ])('of a %s is learned from a file', async (_, trunk) => {
    writeFileSync(join(folder, 'talk.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
    writeFileSync(join(folder, 'talk.mtl'), file(trunk))
    const { program, diagnostics } = await check(join(folder, 'talk.mtl'), { host: nodeHost() })
    expect(diagnostics).toEqual([])
    const [[model], [train]] = [program?.models ?? [], program?.trains ?? []]
    if (model === undefined || train === undefined) throw new Error('the file has a model and trains it')

    const dataset = await openDataset(model.data, { directory: folder })
    const graph = lowerModel(model, await measureStatistics(model, dataset))
    const trained = await trainModel({ graph, model, train, dataset, engine: running })
    const measured = await evaluate({ ...trained, model, dataset, part: 'validation', engine: running })
    await dataset.close()
    expect(measured['greets']?.['accuracy']).toBeGreaterThan(0.95)
    expect(measured['slots']?.['token_accuracy']).toBeGreaterThan(0.95)
    expect(measured['slots']?.['span_f1']).toBeGreaterThan(0.9)
  })
})

/** Texts that are learned and then written: from a file to strings in the bindings, beside another task; and models that see ahead, which are refused. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { check } from '../../../src/check/check.js'
import type { TypedModel, TypedTrain } from '../../../src/check/typed.js'
import { measureStatistics } from '../../../src/cli/pipeline/statistics.js'
import { compress } from '../../../src/compress/compress.js'
import { emitModel, inferenceForm } from '../../../src/compress/emitted.js'
import type { Dataset } from '../../../src/data/dataset.js'
import { openDataset } from '../../../src/data/open.js'
import { Failure } from '../../../src/diagnostics/diagnostic.js'
import { emit } from '../../../src/emit/artifact.js'
import type { Engine } from '../../../src/engine/engine.js'
import { nodeHost } from '../../../src/host/node.js'
import { lowerModel } from '../../../src/lower/model.js'
import { evaluate } from '../../../src/train/evaluate.js'
import { trainModel } from '../../../src/train/train.js'
import { importFolder, someReport, temporaryFolder } from '../../emit/folder.js'
import { engine } from '../problems.js'

let running: Engine
let folder: Awaited<ReturnType<typeof temporaryFolder>>
beforeAll(async () => {
  running = await engine()
  folder = await temporaryFolder()
  await writeFile(join(folder.path, 'dates.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
})
afterAll(async () => {
  await running.close()
  await folder.remove()
})

const months = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december']
const two = (value: number): string => String(value).padStart(2, '0')

/** Days as people say them and as they are sorted; every tenth has no text to learn from. */
const rows = Array.from({ length: 1200 }, (_, index) => {
  const [day, month, year] = [1 + ((index * 11) % 28), (index * 7) % 12, 1990 + ((index * 13) % 40)]
  return {
    said: index % 2 === 0 ? `${day} ${months[month] ?? ''} ${year}` : `${months[month] ?? ''} ${day}, ${year}`,
    sorted: index % 10 === 9 ? null : `${year} ${two(month + 1)} ${two(day)}`,
    season: ['winter', 'spring', 'summer', 'autumn'][Math.floor(((month + 1) % 12) / 3)],
  }
})

const decoder = 'TextDecoder(sorted.vocab, dim = 32, layers = 1, heads = 2, dropout = 0)(sorted.before, read, said.mask)'
const file = (text: string, { epochs = 14, compressed = '' }: { readonly epochs?: number; readonly compressed?: string } = {}): string => `
import { Bidirectional, RecurrentDecoder, TextDecoder, TextTransformer, WordMean, reversed } from "std/text"
import { EncoderLayer, TransformerEncoder } from "std/transformer"
import { WordHead } from "std/heads"
data Dates {
  source "dates.jsonl"
  split  validation 10%, test 10%, seed 3
  input  said:   text(max = 6, vocab = 150)
  target sorted: text(max = 6, vocab = 150)
  target season: label<"winter", "spring", "summer", "autumn">
}
model Sorter on Dates {
  share hard read = TextTransformer(said.vocab, dim = 32, layers = 1, heads = 2, dropout = 0)(said, said.mask)
  task sorted = ${text} |> WordHead(sorted.vocab)
  task season = WordMean(read, said.mask) |> Dense(4)
}
train Sorter { epochs ${epochs}, batch 32, seed 1, optimizer adam(lr = 4e-3) }
${compressed}
`

interface Opened {
  readonly model: TypedModel
  readonly train: TypedTrain
  readonly dataset: Dataset
}

async function opened(text: string): Promise<Opened & { readonly checked: Awaited<ReturnType<typeof check>> }> {
  const path = join(folder.path, 'dates.mtl')
  await writeFile(path, text)
  const checked = await check(path, { host: nodeHost() })
  expect(checked.diagnostics).toEqual([])
  const [[model], [train]] = [checked.program?.models ?? [], checked.program?.trains ?? []]
  if (model === undefined || train === undefined) throw new Error('the file has a model and trains it')
  return { model, train, dataset: await openDataset(model.data, { directory: folder.path }), checked }
}

test('a text is learned beside a label, written in the bindings, and made smaller with them', async () => {
  const small = 'compress Sorter {\n  quantize int8(aware = 1 epoch)\n  distill(temperature = 2) from dense\n  budget { sorted.perplexity <= dense + 20%, sorted.bleu >= 80% }\n}'
  const { model, train, dataset, checked } = await opened(file(decoder, { compressed: small }))
  const statistics = await measureStatistics(model, dataset)
  const trained = await trainModel({ graph: lowerModel(model, statistics), model, train, dataset, engine: running })
  const metrics = await evaluate({ ...trained, model, dataset, part: 'test', engine: running })
  expect(metrics['sorted']?.['perplexity']).toBeLessThan(1.2)
  expect(metrics['sorted']?.['bleu']).toBeGreaterThan(0.9)
  expect(metrics['sorted']?.['chrf']).toBeGreaterThan(0.9)
  expect(metrics['season']?.['accuracy']).toBeGreaterThan(0.95)

  const { graph, onnx } = emitModel(inferenceForm(trained.graph, trained.weights), undefined, {})
  const out = join(folder.path, 'Sorter')
  await mkdir(out)
  await emit({ model, graph, onnx, statistics, hashes: someReport.hashes, report: someReport, file: 'dates.mtl', version: '0.1.0' }, out)
  const sorter = await ((await importFolder(out))['Sorter'] as { load(options: object): Promise<Sorter> }).load({ threads: 1 })
  const asked = rows.filter(({ sorted }, index) => sorted !== null && index % 7 === 0)
  for (const beams of [1, 3]) {
    const answers = await sorter.predictBatch(asked.map(({ said }) => ({ said })), { beams })
    const right = answers.filter(({ sorted, season }, index) => sorted === asked[index]?.sorted && season.label === asked[index]?.season)
    expect(right.length / asked.length, `${beams} beams`).toBeGreaterThan(0.95)
  }
  await sorter.close()

  const [block] = checked.program?.compresses ?? []
  if (block === undefined) throw new Error('the file compresses the model')
  const compressed = await compress({ model, train, compress: block, trained, dataset, engine: running, bestEffort: false })
  await dataset.close()
  expect(compressed.lines.map(({ met }) => met)).toEqual([true, true])
  expect(compressed.plan).toMatchObject({ int8: true, distilled: true, epochs: { aware: 1 } })
})

interface Sorter {
  predictBatch(samples: readonly { readonly said: string }[], options: object): Promise<readonly { readonly sorted: string; readonly season: { readonly label: string } }[]>
  close(): Promise<void>
}

/** What training says of a text that is predicted so, before it begins. */
async function finding(text: string): Promise<string> {
  const { model, train, dataset } = await opened(file(text, { epochs: 1 }))
  const graph = lowerModel(model, await measureStatistics(model, dataset))
  try {
    await trainModel({ graph, model, train, dataset, engine: running })
    return 'nothing'
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return error.diagnostics.map(({ code, message, span }) => `${code} ${message}${span === undefined ? '' : ', with a place'}`).join()
  } finally {
    await dataset.close()
  }
}

describe('what a text is predicted from', () => {
  const embedded = 'sorted.before |> Embedding(sorted.vocab, 8)'

  test.each([
    ['attention to all places', `${embedded} |> EncoderLayer(2)`],
    ['a layer from both ends', `${embedded} |> Bidirectional(4)`],
    ['a layer from the end', `${embedded} |> reversed |> GRU(8) |> reversed`],
    ['the next place alone', `${embedded} |> slice(1, 6) |> pad(0, 1)`],
    ['the mean of all', `stack([${embedded} |> mean(axis = 0) for i in 0..6])`],
  ])('must not see what comes after: %s', async (_, text) => {
    expect(await finding(text)).toBe('MTL6008 task `sorted` sees pieces of `sorted.before` that come after the place that it predicts, with a place')
  })

  test.each([
    ['a decoder', decoder],
    ['a recurrent decoder', 'RecurrentDecoder(sorted.vocab, dim = 8, units = 8, dropout = 0)(sorted.before, WordMean(read, said.mask))'],
    ['attention to what came before', `${embedded} |> EncoderLayer(2, causal = true)`],
    ['an LSTM', `${embedded} |> LSTM(8)`],
    ['nothing of itself: all places at once', 'read'],
  ])('may be %s', async (_, text) => {
    expect(await finding(text)).toBe('nothing')
  })

  test('is looked at with gates open that begin closed', async () => {
    const { model, dataset, train } = await opened(
      file(`Gated()(${embedded})`, { epochs: 1 }).replace('data Dates', 'block Gated()(x: f32[T, D]) -> f32[T, D] where D % 2 == 0 {\n  param gate: f32[D] = zeros\n  x + gate * (x |> TransformerEncoder(1, 2))\n}\ndata Dates'),
    )
    const graph = lowerModel(model, await measureStatistics(model, dataset))
    await expect(trainModel({ graph, model, train, dataset, engine: running })).rejects.toThrow(Failure)
    await dataset.close()
  })
})

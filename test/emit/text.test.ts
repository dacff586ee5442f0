/** Texts and tags in the bindings: words and pieces as in training, spans with their places in the text. */
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TypedModel } from '../../src/check/typed.js'
import { learnPieces } from '../../src/data/text/learn.js'
import { piecesBy } from '../../src/data/text/pieces.js'
import { wordsOf } from '../../src/data/text/words.js'
import { emit } from '../../src/emit/artifact.js'
import { tags } from '../../src/emit/fields/tags.js'
import { piecesRuntime } from '../../src/emit/fields/text.js'
import { spansOf } from '../../src/types/spans.js'
import { apply, field, input, model, task } from '../lower/build.js'
import { artifactOf, importFolder, temporaryFolder } from './folder.js'

const max = 6
const pieces = learnPieces(new Map(Object.entries({ play: 9, the: 9, beatles: 5, 'los': 4, angeles: 4, "don't": 3, '.': 9, café: 2 })), 60)
const labels = ['O', 'B-city', 'I-city', 'B-artist', 'I-artist']
const kinds = ['NOUN', 'VERB', 'other']

/** Tags of two kinds over one text: spans, and a kind of each word. */
function tagger(): TypedModel {
  const words = input('words', [max], 'i64')
  const embedded = apply('Embedding', 'trunk.embedding', [words], [max, 8], { vocab: pieces.length, dim: 8 })
  const seen = apply('mul', 'trunk.mul', [embedded, apply('reshape', 'trunk.reshape', [input('words', [max], 'f32', 'mask')], [max, 1], { dims: [max, 1] })], [max, 8])
  const dense = (path: string, units: number) => apply('Dense', path, [seen], [max, units], { units, bias: true })
  const over = { over: 'words', max }
  return model(
    'Tagger',
    [{ ...field('words', { kind: 'text', max, vocabulary: pieces.length }), doc: 'What is said.' }],
    [],
    [
      task('slots', { kind: 'tags', labels, numeric: false, ...over }, dense('slots.dense', labels.length)),
      task('kinds', { kind: 'tags', labels: kinds, numeric: false, ...over }, dense('kinds.dense', kinds.length)),
    ],
  )
}

interface Found {
  readonly label: string
  readonly text: string
  readonly start: number
  readonly end: number
  readonly probability: number
}
interface Model {
  predict(sample: { readonly words: unknown }): Promise<Readonly<Record<'slots' | 'kinds', readonly Found[]>>>
  close(): Promise<void>
}

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let opened: Model
let session: InferenceSession
const path = (name: string): string => join(folder.path, 'Tagger', name)
beforeAll(async () => {
  folder = await temporaryFolder()
  await mkdir(path(''))
  await emit(artifactOf(tagger(), new Map([['words', { mean: [], std: [], pieces }]])), path(''))
  opened = await ((await importFolder(path('')))['Tagger'] as { load(options: object): Promise<Model> }).load({ threads: 1 })
  session = await InferenceSession.create(path('model.onnx'))
})
afterAll(async () => {
  await opened.close()
  await session.release()
  await folder.remove()
})

/** What the emitted folder carries, on its own. */
const placedWords = new Function(`${piecesRuntime}; return placedWords`)() as (
  field: object, text: string,
) => readonly { readonly start: number; readonly end: number; readonly place: number; readonly pieces: readonly number[] }[]

test('the runtime cuts any text as the data is cut in training', () => {
  const cut = piecesBy(pieces)
  const letters = fc.constantFrom(...'playthebs.’\' \nÉe\u0301İßÇ😀-漢'.match(/./gsu) ?? [])
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: letters, maxLength: 30 }), fc.string({ unit: 'binary' })), (text) => {
      const placed = placedWords({ max: 1000, pieces }, text)
      expect(placed.map(({ pieces: own }) => own)).toEqual(wordsOf(text).map(cut))
      expect(placed.map(({ start, end }) => text.slice(start, end).toLowerCase().normalize('NFC'))).toEqual(wordsOf(text))
    }),
    { seed: 1, numRuns: 500 },
  )
})

/** The likeliest tags of a text's words by the plain runtime, and how probable each is. */
async function likeliest(text: string, name: string, of: readonly string[]): Promise<readonly { readonly tag: string; readonly probability: number }[]> {
  const cut = piecesBy(pieces)
  const words = wordsOf(text).map(cut)
  const codes = words.flat().slice(0, max)
  const padded = Array.from({ length: max }, (_, place) => BigInt(codes[place] ?? 0))
  const outputs = await session.run({
    words: new Tensor('int64', padded, [1, max]), 'words.mask': new Tensor('float32', padded.map((_, place) => (place < codes.length ? 1 : 0)), [1, max]),
  })
  const logits = outputs[name]?.data as Float32Array
  let place = 0
  return words.flatMap((own) => {
    const row = [...logits.subarray(place * of.length, (place + 1) * of.length)]
    const here = place
    place += own.length
    if (here >= max) return []
    const best = Math.max(...row)
    return [{ tag: of[row.indexOf(best)] ?? '', probability: Math.exp(best) / row.reduce((sum, logit) => sum + Math.exp(logit), 0) }]
  })
}

describe('tags decode', () => {
  const texts = ['Play the Beatles.', 'los Angeles, Los ANGELES the beatles', 'don\'t  play “Café”', '', 'zebra']

  test.each(texts)('to every word with its tag and place: %j', async (text) => {
    const { kinds: found } = await opened.predict({ words: text })
    const wanted = await likeliest(text, 'kinds', kinds)
    expect(found.map(({ label }) => label)).toEqual(wanted.map(({ tag }) => tag))
    for (const [index, { start, end, text: own, probability }] of found.entries()) {
      expect(own).toBe(text.slice(start, end))
      expect(wordsOf(own)).toEqual([wordsOf(text)[index]])
      expect(probability).toBeCloseTo(wanted[index]?.probability ?? 0, 5)
    }
  })

  test.each(texts)('to spans where the tags mark such: %j', async (text) => {
    const { slots: found, kinds: words } = await opened.predict({ words: text })
    const wanted = await likeliest(text, 'slots', labels)
    const spans = spansOf(wanted.map(({ tag }) => tag))
    expect(found.map(({ label, start, end }) => ({ label, start, end }))).toEqual(
      spans.map(({ kind, start, end }) => ({ label: kind, start: words[start]?.start, end: words[end - 1]?.end })),
    )
    for (const [index, { text: own, start, end, probability }] of found.entries()) {
      expect(own).toBe(text.slice(start, end))
      const { start: first = 0, end: last = 0 } = spans[index] ?? {}
      expect(probability).toBeCloseTo(Math.min(...wanted.slice(first, last).map((each) => each.probability)), 5)
    }
  })

  test('spans join the words that go on with them, and what goes on with nothing begins one', () => {
    const given = ['B-artist', 'I-artist', 'B-artist', 'I-city', 'O', 'I-city']
    const logits = Float32Array.from(given.flatMap((tag) => labels.map((label) => (label === tag ? 3 : 0))))
    const decode = new Function('INPUTS', `${piecesRuntime}; ${tags.runtime}; return decodeTags`)([{ name: 'words', max, pieces }]) as (...given: unknown[]) => readonly Found[]
    const found = decode({ labels, over: 'words', spans: true }, logits, 0, { words: 'the Beatles the los . angeles the' })
    const probability = Math.exp(3) / (Math.exp(3) + 4)
    expect(found.map(({ label, text, start, end }) => [label, text, start, end])).toEqual([
      ['artist', 'the Beatles', 0, 11], ['artist', 'the', 12, 15], ['city', 'los', 16, 19], ['city', 'angeles', 22, 29],
    ])
    for (const each of found) expect(each.probability).toBeCloseTo(probability, 6)
  })
})

test('what is no string is refused by name', async () => {
  await expect(opened.predict({ words: ['play'] })).rejects.toThrow('Tagger: words: expected a string, found an array of 1 values')
})

test('the declarations name the kinds of spans, and the manifest has the pieces', async () => {
  const declared = await readFile(path('index.d.ts'), 'utf8')
  expect(declared).toContain('export type TaggerSlotsLabel = "city" | "artist"')
  expect(declared).toContain('export type TaggerKindsLabel = "NOUN" | "VERB" | "other"')
  expect(declared).toContain('readonly words: string')
  expect(declared).toContain('readonly slots: readonly { readonly label: TaggerSlotsLabel; readonly text: string; readonly start: number; readonly end: number; readonly probability: number }[]')
  const manifest = JSON.parse(await readFile(path('manifest.json'), 'utf8')) as Record<string, unknown>
  expect(manifest['inputs']).toMatchObject([{ name: 'words', field: `text(max = 6, vocab = ${pieces.length})`, pieces, tensors: [{ name: 'words' }, { name: 'words.mask' }] }])
  expect(manifest['outputs']).toMatchObject([{ task: 'slots', labels, tensor: { shape: ['N', 6, 5] } }, { task: 'kinds', labels: kinds }])
})

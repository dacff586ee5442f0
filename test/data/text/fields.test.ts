/** Texts and the tags over them, from rows to tensors. */
import { describe, expect, test } from 'vitest'
import type { Dataset } from '../../../src/data/dataset.js'
import type { TagsField, TextField } from '../../../src/types/field.js'
import { collect, describeData, field, folderOf, label, open, source } from '../fixture.js'

const words = (max: number, vocabulary = 40) => field('words', { kind: 'text', max, vocabulary } satisfies TextField)
const tags = (max: number) => field('tags', { kind: 'tags', labels: ['O', 'B-X', 'I-X'], numeric: false, over: 'words', max } satisfies TagsField)

interface Row {
  readonly words: string | readonly string[]
  readonly tags?: string | readonly string[] | null
}

const lines = (rows: readonly Row[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('')
const opened = (rows: readonly Row[], max = 4): Promise<Dataset> =>
  open(folderOf({ 'a.jsonl': lines(rows) }), { sources: [source('a.jsonl')], inputs: [words(max)], targets: [tags(max)] })

/** Each sample's pieces as texts, up to the padding, its mask and its target. */
async function samples(dataset: Dataset) {
  const { pieces = [] } = await dataset.statistics('words')
  return (await collect(dataset)).flatMap(({ size, inputs, targets, masks }) =>
    Array.from({ length: size }, (_, row) => {
      const max = inputs['words']?.shape[1] ?? 0
      const of = (name: string): number[] => Array.from((inputs[name] ?? targets[name])?.data.slice(row * max, (row + 1) * max) as Iterable<number | bigint>, Number)
      return { pieces: of('words').map((code) => pieces[code]), mask: of('words.mask'), tags: of('tags'), there: masks['tags']?.data[row] }
    }),
  ).toSorted((a, b) => (a.pieces.join() < b.pieces.join() ? -1 : 1))
}

describe('a text with tags over it', () => {
  test('becomes pieces, a mask, and a code where a tagged token begins', async () => {
    const rows = [{ words: 'play jazz', tags: 'O B-X' }, { words: 'Play jazz now', tags: ['O', 'B-X', 'O'] }]
    expect(await samples(await opened(rows))).toEqual([
      { pieces: ['play', 'jazz', '<padding>', '<padding>'], mask: [1, 1, 0, 0], tags: [0, 1, 3, 3], there: 1 },
      { pieces: ['play', 'jazz', '<unknown>', '<padding>'], mask: [1, 1, 1, 0], tags: [0, 1, 0, 3], there: 1 },
    ])
  })

  test('is cut at the most pieces that there may be, whatever its words', async () => {
    const rows = [{ words: 'ab ab ba ab ba ba', tags: 'O O O O O B-X' }, { words: 'aa bb ab', tags: 'O I-X B-X' }]
    const dataset = await open(folderOf({ 'a.jsonl': lines(rows) }), { sources: [source('a.jsonl')], inputs: [words(4, 8)], targets: [tags(4)] })
    expect((await dataset.statistics('words')).pieces?.slice(3)).toEqual(['##b', 'a', '##a', 'b', 'ab'])
    expect(await samples(dataset)).toEqual([
      { pieces: ['a', '##a', 'b', '##b'], mask: [1, 1, 1, 1], tags: [0, 3, 2, 3], there: 1 },
      { pieces: ['ab', 'ab', 'b', '##a'], mask: [1, 1, 1, 1], tags: [0, 0, 0, 3], there: 1 },
    ])
  })

  test('has tags for tokens: words that a token holds beside its first have none', async () => {
    const rows = [{ words: ['New York', '', 'now.'], tags: ['B-X', 'O', 'O'] }, { words: 'new york now .', tags: 'B-X I-X O O' }]
    const [first, second] = await samples(await opened(rows))
    expect([first?.tags, second?.tags]).toContainEqual([1, 3, 0, 3])
    expect([first?.tags, second?.tags]).toContainEqual([1, 2, 0, 0])
    expect(first?.pieces).toEqual(second?.pieces)
  })

  test('counts as missing where the tags are', async () => {
    const [sample] = await samples(await opened([{ words: 'no tags', tags: null }]))
    expect(sample).toMatchObject({ tags: [3, 3, 3, 3], there: 0 })
  })

  test('may have no words at all', async () => {
    const [sample] = await samples(await opened([{ words: ' ', tags: [] }, { words: 'a a', tags: 'O O' }]))
    expect(sample).toMatchObject({ mask: [0, 0, 0, 0], tags: [3, 3, 3, 3] })
  })

  test('is the same data in any order of rows, with the same pieces', async () => {
    const rows = Array.from({ length: 30 }, (_, index) => ({ words: `${'abc'[index % 3] ?? ''}${'de'[index % 2] ?? ''} word${index % 4}`, tags: 'O B-X' }))
    const [one, other] = [await opened(rows), await opened(rows.toReversed())]
    expect(other.hash).toBe(one.hash)
    expect(await other.statistics('words')).toEqual(await one.statistics('words'))
    expect(await samples(other)).toEqual(await samples(one))
    expect((await opened(rows.slice(1))).hash).not.toBe(one.hash)
  })

  test('stays in its part where labels are added', async () => {
    const rows = Array.from({ length: 60 }, (_, index) => ({ words: `word${index}`, tags: 'O' }))
    const split = { kind: 'shares', of: 'all', shares: { validation: 0.3 }, seed: 1, span: tags(4).span } as const
    const parts = async (labels: readonly string[]): Promise<readonly number[]> => {
      const target = { ...tags(4), type: { ...tags(4).type, labels } }
      const dataset = await open(folderOf({ 'a.jsonl': lines(rows) }), { sources: [source('a.jsonl')], inputs: [words(4, 100)], targets: [target], split })
      return (await collect(dataset, 'validation')).flatMap(({ inputs }) => Array.from(inputs['words']?.data ?? [], Number))
    }
    const before = await parts(['O', 'B-X', 'I-X'])
    expect(before.length).toBeGreaterThan(4)
    expect((await parts(['B-X', 'I-X', 'O'])).toSorted()).toEqual(before.toSorted())
  })
})

describe('the pieces of a text', () => {
  test('are learned from the training part alone, once', async () => {
    const directory = folderOf({ 'a.csv': 'words,y\nred red,a\nred hat,b\n', 'b.csv': 'words,y\nblue blue blue,a\n' })
    const dataset = await open(directory, { ...describeData({ sources: [source('a.csv', 'train'), source('b.csv', 'test')] }), inputs: [words(4)], targets: [label('y', 'a', 'b')] })
    const learned = await dataset.statistics('words')
    expect(learned.pieces).toContain('red')
    expect(learned.pieces?.slice(3).join('')).not.toContain('u')
    expect(await dataset.statistics('words')).toBe(learned)
    const [batch] = await collect(dataset, 'test')
    expect([...(batch?.inputs['words']?.data ?? [])]).toEqual([1n, 1n, 1n, 0n])
  })
})

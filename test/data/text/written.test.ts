/** Texts that are predicted, from rows to what a task learns and what it may read. */
import { describe, expect, test } from 'vitest'
import type { TextField } from '../../../src/types/field.js'
import { collect, field, folderOf, number, open, source } from '../fixture.js'

const reply = (max: number, vocabulary = 40) => field('reply', { kind: 'text', max, vocabulary } satisfies TextField)

/** By the number of each row: its target, what stands before each place, and whether it is there; codes as pieces, `·` beyond the text. */
async function samples(replies: readonly (string | null)[], max = 4, vocabulary = 40) {
  const rows = replies.map((text, x) => `${JSON.stringify({ x, reply: text })}\n`).join('')
  const dataset = await open(folderOf({ 'a.jsonl': rows }), { sources: [source('a.jsonl')], inputs: [number('x')], targets: [reply(max, vocabulary)] })
  const { pieces = [] } = await dataset.statistics('reply')
  const found = (await collect(dataset)).flatMap(({ size, inputs, targets, masks }) =>
    Array.from({ length: size }, (_, row) => {
      const of = (tensors: typeof inputs, name: string) =>
        Array.from(tensors[name]?.data.slice(row * max, (row + 1) * max) as Iterable<bigint>, (code) => (Number(code) === vocabulary ? '·' : (pieces[Number(code)] ?? '?'))).join(' ')
      return { x: Number(inputs['x']?.data[row]), target: of(targets, 'reply'), before: of(inputs, 'reply.before'), there: masks['reply']?.data[row] }
    }))
  return found.toSorted((a, b) => a.x - b.x).map(({ target, before, there }) => ({ target, before, there }))
}

describe('a text that is predicted', () => {
  test('ends with a piece of its own, and has nothing beyond', async () => {
    expect(await samples(['yes yes', 'no', 'no'])).toMatchObject([{ target: 'yes yes <end> ·' }, { target: 'no <end> · ·' }, { target: 'no <end> · ·' }])
  })

  test('is read one place later, from the end of what was before', async () => {
    expect(await samples(['yes yes', 'no', 'no'])).toMatchObject([
      { before: '<end> yes yes <padding>' }, { before: '<end> no <padding> <padding>' }, { before: '<end> no <padding> <padding>' },
    ])
  })

  test('that has as many pieces as there may be, or more, is cut and does not end', async () => {
    const [full, long] = await samples(['a a a a', 'a a a a a a'])
    expect(full).toMatchObject({ target: 'a a a a', before: '<end> a a a' })
    expect(long).toEqual(full)
  })

  test('without words is its end alone; one that is missing is left out', async () => {
    expect(await samples(['', null, 'a a'])).toMatchObject([
      { target: '<end> · · ·', before: '<end> <padding> <padding> <padding>', there: 1 }, { there: 0 }, { there: 1 },
    ])
  })

  test('has pieces of words, learned from the texts that are there', async () => {
    const [first] = await samples(['abab', 'abab', null], 8, 6)
    expect(first?.target).toMatch(/^(?:##|a|b)+(?: (?:##)?[ab]+)* <end>/)
    expect(first?.before.split(' ').slice(1, 4)).toEqual(first?.target.split(' ').slice(0, 3))
  })
})

/** How texts are written while a model is measured: how often it is run, on what, and where that ends. */
import { describe, expect, test } from 'vitest'
import type { TypedModel } from '../../../src/check/typed.js'
import { specialPieces } from '../../../src/data/text/pieces.js'
import type { Feeds, Session } from '../../../src/engine/engine.js'
import { evaluateSession } from '../../../src/train/evaluate.js'
import { writeTexts } from '../../../src/train/write.js'
import { f32, i64 } from '../../../src/types/tensor.js'
import { field, input, method, model, task } from '../../lower/build.js'
import { memoryDataset } from '../memory.js'

const max = 5
const pieces = [...specialPieces, 'a', 'b', 'c']
/** More than there are pieces of. */
const size = 8
const beyond = size

/** Counts up from `x`: a, b, c, and then the end. What is no piece is always likelier. */
const next = (x: number, before: number): number => (before === 2 ? 3 + x : before + 1 < pieces.length ? before + 1 : 2)

/** A model by hand; keeps the texts that it was given. */
function counting(): Session & { readonly seen: number[][][] } {
  const seen: number[][][] = []
  return {
    seen,
    async run({ x, 'reply.before': before }: Feeds) {
      const rows = Array.from(x?.data ?? [], Number)
      const texts = rows.map((_, row) => Array.from(before?.data.slice(row * max, (row + 1) * max) as BigInt64Array, Number))
      seen.push(texts)
      const logits = texts.flatMap((text, row) => text.flatMap((code) => Array.from({ length: size }, (_, piece) => (piece < 2 || piece >= pieces.length ? 9 : Number(piece === next(rows[row] ?? 0, code))))))
      return { reply: f32([rows.length, max, size], logits) }
    },
    read: async () => ({}),
    time: async () => [],
    close: async () => undefined,
  }
}

const talk = (...metrics: readonly string[]): TypedModel => {
  const before = input('reply', [max], 'i64', 'before')
  const made = task('reply', { kind: 'text', max, vocabulary: size }, { kind: 'apply', extern: 'concat', statics: {}, inputs: [before, input('x', [])], path: 'made', type: { dtype: 'f32', shape: [max, size] }, span: before.span })
  return model('Talk', [field('x', { kind: 'number' })], [], [{ ...made, metrics: metrics.map((name) => method(name)) }])
}

const inputs = { x: f32([3], [2, 0, 1]), 'reply.before': i64([3, max], [2, 3, 4, 5, 3, 2, 3, 3, 3, 3, 2, 4, 5, 0, 0]) }

async function written(session: Session, reads = true) {
  const [only] = talk('bleu').tasks
  if (only === undefined) throw new Error('there is no task')
  const { reply } = await writeTexts(session, inputs, await session.run(inputs), [{ task: only, pieces, reads }])
  return [0, 1, 2].map((row) => Array.from(reply?.data.slice(row * max, (row + 1) * max) ?? [], Number))
}

describe('a text that is read as it is written', () => {
  test('goes on from what was written, whatever the true text is, up to its end', async () => {
    expect(await written(counting())).toEqual([[5, 2, beyond, beyond, beyond], [3, 4, 5, 2, beyond], [4, 5, 2, beyond, beyond]])
  })

  test('takes a run for each piece of the longest, each on what the texts that have not ended have so far', async () => {
    const session = counting()
    await written(session)
    expect(session.seen.slice(1)).toEqual([
      [[2, 0, 0, 0, 0], [2, 0, 0, 0, 0], [2, 0, 0, 0, 0]],
      [[2, 5, 0, 0, 0], [2, 3, 0, 0, 0], [2, 4, 0, 0, 0]],
      [[2, 3, 4, 0, 0], [2, 4, 5, 0, 0]],
      [[2, 3, 4, 5, 0]],
    ])
  })

  test('is run as long as another text of its sample goes on', async () => {
    const [one] = talk('bleu').tasks
    if (one === undefined) throw new Error('there is no task')
    const echo = { ...one, name: 'echo', target: field('echo', { kind: 'text', max, vocabulary: size }) }
    const session = counting()
    // The echo counts from the other end: where the reply is short, it is long.
    const both = {
      ...session,
      async run({ x = f32([0], []), 'reply.before': reply, 'echo.before': other }: Feeds) {
        const told = await session.run({ x, 'reply.before': reply ?? i64([0, max], []) })
        const turned = f32(x.shape, Array.from(x.data, Number).map((each) => 2 - each))
        return { ...told, echo: (await counting().run({ x: turned, 'reply.before': other ?? i64([0, max], []) }))['reply'] ?? f32([0], []) }
      },
    }
    const all = { ...inputs, 'echo.before': inputs['reply.before'] }
    const texts = await writeTexts(both, all, await both.run(all), [one, echo].map((each) => ({ task: each, pieces, reads: true })))
    const rowsOf = (name: string) => [0, 1, 2].map((row) => Array.from(texts[name]?.data.slice(row * max, (row + 1) * max) ?? [], Number).filter((code) => code !== beyond))
    expect(rowsOf('reply')).toEqual([[5, 2], [3, 4, 5, 2], [4, 5, 2]])
    expect(rowsOf('echo')).toEqual([[3, 4, 5, 2], [5, 2], [4, 5, 2]])
    expect(session.seen.slice(1).map(({ length }) => length)).toEqual([3, 3, 3, 2])
  })

  test('is otherwise told from the one run that was made', async () => {
    const session = counting()
    // By the true text: after 2 3 4 5 3 come c, b, c, the end.
    expect((await written(session, false))[0]).toEqual([5, 4, 5, 2, beyond])
    expect(session.seen).toHaveLength(1)
  })
})

describe('evaluation', () => {
  const rows = { inputs, targets: { reply: i64([3, max], [5, 2, 8, 8, 8, 3, 4, 5, 2, 8, 3, 4, 5, 2, 8]) } }
  const measured = async (...metrics: readonly string[]) => {
    const session = counting()
    const made = talk(...metrics)
    const dataset = { ...memoryDataset(made.data, { validation: rows }), statistics: async () => ({ mean: [], std: [], pieces }) }
    return { reply: (await evaluateSession({ session, model: made, dataset, part: 'validation' }))['reply'], runs: session.seen.length }
  }

  test('runs a model once for what needs the true pieces alone', async () => {
    expect((await measured('perplexity')).runs).toBe(1)
  })

  test('and lets it write where a metric is of that', async () => {
    const { reply, runs } = await measured('chrf', 'bleu')
    expect(runs).toBe(5)
    // Written: c, abc, bc; wanted: c, abc, abc. Single words: 6 of 6 are right, which are one too few; pairs 3 of 3; threes 1 of 1.
    expect(reply?.['bleu']).toBeCloseTo(Math.exp(1 - 7 / 6), 12)
  })
})

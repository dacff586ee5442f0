/** Texts that models write, in the bindings: as in training where the likeliest piece is always taken, and likelier with more beams. */
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { InferenceSession } from 'onnxruntime-node'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { TypedModel } from '../../src/check/typed.js'
import { joinPieces } from '../../src/data/text/join.js'
import { specialPieces } from '../../src/data/text/pieces.js'
import { emit } from '../../src/emit/artifact.js'
import { joinRuntime } from '../../src/emit/fields/written.js'
import type { Engine, Session } from '../../src/engine/engine.js'
import { createEngine } from '../../src/engine/onnxruntime.js'
import { writeTexts } from '../../src/train/write.js'
import { f32, i64, type Tensor } from '../../src/types/tensor.js'
import { checkText, findings } from '../check/kit.js'
import { artifactOf, importFolder, temporaryFolder } from './folder.js'

const max = 4
const pieces = [...specialPieces, 'ja', '##wohl', ',']
/** Numbers that no piece has: never written, however likely. */
const unused = 2

const file = `
import { RecurrentDecoder } from "std/text"
data Talk {
  source "talk.jsonl"
  split  test 10%, seed 1
  input  mood: vector[3]
  /// What is said.
  target reply: text(max = ${max}, vocab = ${pieces.length + unused})
  target sigh:  text(max = 3, vocab = ${pieces.length})
  target loud:  label<"no", "yes">
}
model Talker on Talk {
  task reply = RecurrentDecoder(reply.vocab, dim = 4, units = 16, dropout = 0)(reply.before, mood) |> Dense(reply.vocab)
  task sigh  = mood |> Dense(3 * sigh.vocab) |> reshape([3, sigh.vocab])
  task loud  = mood |> Dense(2)
}
`

interface Answer {
  readonly reply: string
  readonly sigh: string
  readonly loud: { readonly label: string; readonly probability: number }
}
interface Sample {
  readonly mood: readonly number[]
}
interface Model {
  predict(sample: Sample, options?: object): Promise<Answer>
  predictBatch(samples: readonly Sample[], options?: object): Promise<readonly Answer[]>
  close(): Promise<void>
}

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let opened: Model
let model: TypedModel
let engine: Engine
let session: Session
const path = (name: string): string => join(folder.path, 'Talker', name)

beforeAll(async () => {
  folder = await temporaryFolder()
  const checked = await checkText(file)
  expect(findings(checked)).toEqual([])
  const [found] = checked.program?.models ?? []
  if (found === undefined) throw new Error('there is no model')
  model = found
  const learned = { mean: [], std: [], pieces }
  const artifact = artifactOf(model, new Map([['reply', learned], ['sigh', learned]]))
  await mkdir(path(''))
  await emit(artifact, path(''))
  opened = await ((await importFolder(path('')))['Talker'] as { load(options: object): Promise<Model> }).load({ threads: 1 })
  engine = await createEngine({ threads: 1, inline: true })
  session = await engine.open(artifact.onnx)
})
afterAll(async () => {
  await opened.close()
  await session.close()
  await engine.close()
  await folder.remove()
})

/** Moods far apart, so that what is said differs. */
const moods = Array.from({ length: 12 }, (_, index) => [0, 1, 2].map((axis) => 40 * Math.sin(5 * index + 2 * axis + 1)))
const samples = moods.map((mood) => ({ mood }))

/** The logits of `reply` for one mood where so much is written. */
async function logitsOf(mood: readonly number[], codes: readonly number[]): Promise<Tensor> {
  const before = [2, ...codes, ...Array.from({ length: max }, () => 0)].slice(0, max)
  const { reply } = await session.run({ mood: f32([1, 3], mood), 'reply.before': i64([1, max], before) })
  if (reply === undefined) throw new Error('there is no reply')
  return reply
}

/** The mean log probability of a text, its end included where it has one. */
async function scoreOf(mood: readonly number[], codes: readonly number[]): Promise<number> {
  const { data, shape: [, , size = 0] } = await logitsOf(mood, codes)
  const ended = codes.length < max ? [...codes, 2] : codes
  const logs = ended.map((code, place) => {
    const row = Array.from({ length: size }, (_, index) => Number(data[place * size + index]))
    return (row[code] ?? 0) - Math.log(row.reduce((sum, logit) => sum + Math.exp(logit), 0))
  })
  return logs.reduce((sum, log) => sum + log, 0) / logs.length
}

/** Every text that can be written. */
const allTexts: readonly (readonly number[])[] = Array.from({ length: max }).reduce<number[][]>((texts) => {
  const longest = Math.max(...texts.map(({ length }) => length))
  return [...texts, ...texts.filter(({ length }) => length === longest).flatMap((text) => [3, 4, 5].map((piece) => [...text, piece]))]
}, [[]])

describe('a text is written', () => {
  test('piece by piece, the likeliest each time, as it is when metrics are measured', async () => {
    const inputs = { mood: f32([moods.length, 3], moods.flat()), 'reply.before': i64([moods.length, max], moods.flatMap(() => [2, 0, 0, 0])) }
    const outputs = await session.run(inputs)
    const tasks = model.tasks.filter(({ target }) => target.type.kind === 'text')
    const written = await writeTexts(session, inputs, outputs, tasks.map((task) => ({ task, pieces, reads: task.name === 'reply' })))
    const answers = await opened.predictBatch(samples)
    for (const task of ['reply', 'sigh'] as const) {
      const { data, shape: [, longest = 0] } = written[task] ?? f32([0, 0], [])
      const texts = moods.map((_, row) => {
        const codes = Array.from(data.slice(row * longest, (row + 1) * longest) as Iterable<bigint>, Number)
        return joinPieces(codes.includes(2) ? codes.slice(0, codes.indexOf(2)) : codes, pieces)
      })
      expect(answers.map((answer) => answer[task])).toEqual(texts)
    }
    expect(new Set(answers.map(({ reply }) => reply)).size).toBeGreaterThan(2)
  })

  test.each([1, 3])('for many samples as for each by itself: %i beams', async (beams) => {
    const alone = []
    for (const sample of samples) alone.push(await opened.predict(sample, { beams }))
    const together = await opened.predictBatch(samples, { beams })
    expect(together.map(({ reply, sigh, loud: { label } }) => [reply, sigh, label])).toEqual(alone.map(({ reply, sigh, loud: { label } }) => [reply, sigh, label]))
  })

  test.each([1, 3])('on the samples alone whose text has not ended: %i beams', async (beams) => {
    const any = await InferenceSession.create(path('model.onnx'))
    const run = vi.spyOn(Object.getPrototypeOf(any) as InferenceSession, 'run')
    const rowsOf = async (given: readonly Sample[]): Promise<readonly number[]> => {
      run.mockClear()
      await opened.predictBatch(given, { beams })
      return run.mock.calls.map(([feeds]) => feeds['mood']?.dims[0] ?? 0)
    }
    const alone: (readonly number[])[] = []
    for (const sample of samples) alone.push(await rowsOf([sample]))
    // One for each sample at first, then its beams as long as it goes on by itself.
    expect(new Set(alone.map(({ length }) => length)).size).toBeGreaterThan(1)
    expect(await rowsOf(samples)).toEqual(Array.from({ length: Math.max(...alone.map(({ length }) => length)) }, (_, place) => alone.reduce((sum, rows) => sum + (rows[place] ?? 0), 0)))
    run.mockRestore()
    await any.release()
  })

  test('with one beam where nothing else is asked for', async () => {
    expect(await opened.predictBatch(samples, { beams: 1 })).toEqual(await opened.predictBatch(samples))
  })

  test('as the likeliest of all, by the mean over its pieces, with beams enough to keep them all', async () => {
    const answers = await opened.predictBatch(samples.slice(0, 4), { beams: allTexts.length })
    for (const [index, { reply }] of answers.entries()) {
      const mood = moods[index] ?? []
      const scores = await Promise.all(allTexts.map(async (codes) => [await scoreOf(mood, codes), joinPieces(codes, pieces)] as const))
      const [best, wanted] = scores.reduce((most, each) => (each[0] > most[0] ? each : most))
      const [score = 0] = scores.filter(([, text]) => text === reply).map(([found]) => found).toSorted((a, b) => b - a)
      expect(score, `${reply} against ${wanted}`).toBeCloseTo(best, 5)
    }
  })

  test('and other tasks answer as ever', async () => {
    const { loud } = await session.run({ mood: f32([1, 3], moods[0] ?? []), 'reply.before': i64([1, max], [2, 0, 0, 0]) })
    const [no = 0, yes = 0] = Array.from(loud?.data ?? [], Number)
    for (const beams of [1, 2]) {
      const answer = await opened.predict({ mood: moods[0] ?? [] }, { beams })
      expect(answer.loud.label).toBe(yes > no ? 'yes' : 'no')
      expect(answer.loud.probability).toBeCloseTo(1 / (1 + Math.exp(-Math.abs(yes - no))), 5)
    }
  })

  test('by a whole number of beams', async () => {
    for (const beams of [0, 1.5, 'many']) await expect(opened.predict({ mood: [0, 0, 0] }, { beams })).rejects.toThrow('Talker: beams: expected a whole number above 0')
  })
})

test('the runtime joins any pieces as they are joined in training', () => {
  const joined = new Function(`${joinRuntime}; return joinPieces`)() as (codes: readonly number[], pieces: readonly string[]) => string
  const piece = fc.oneof(fc.constantFrom('a', '##b', '.', '"', "'", '(', ')', '“', '”', '%', '漢', '。', '##!', '-'), fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }))
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.array(fc.nat(16), { maxLength: 20 }), (own, codes) => {
      const all = [...specialPieces, ...own]
      expect(joined(codes, all)).toBe(joinPieces(codes, all))
    }),
    { seed: 5, numRuns: 500 },
  )
})

test('the declarations have a string and how many beams, and the manifest how a text is written', async () => {
  const declared = await readFile(path('index.d.ts'), 'utf8')
  for (const line of ['readonly reply: string', 'readonly sigh: string', 'readonly beams?: number', 'predict(sample: TalkerInput, options?: TalkerPredictOptions): Promise<TalkerOutput>']) {
    expect(declared).toContain(line)
  }
  const manifest = JSON.parse(await readFile(path('manifest.json'), 'utf8')) as Record<string, unknown>
  expect(manifest['inputs']).toMatchObject([{ name: 'mood' }])
  expect(manifest['outputs']).toMatchObject([
    { task: 'reply', field: `text(max = ${max}, vocab = ${pieces.length + unused})`, pieces, before: { name: 'reply.before', dtype: 'i64', shape: ['N', max] }, tensor: { shape: ['N', max, pieces.length + unused] } },
    { task: 'sigh', pieces },
    { task: 'loud' },
  ])
  expect((manifest['outputs'] as readonly object[])[1]).not.toHaveProperty('before')
})

/** Blocks without weights of their own, by what they compute. */
import { expect, test } from 'vitest'
import { f32 } from '../../src/types/tensor.js'
import { runGraph } from '../compress/networks.js'
import { present, valuesOf } from '../ops/harness.js'
import { instantiate, valueGraph } from './kit.js'

/** What `text` makes of six numbers. */
async function of(text: string, vector: readonly number[]): Promise<readonly number[]> {
  const graph = valueGraph((await instantiate({ text })).graph)
  return valuesOf(present((await runGraph(graph, new Map(), { vector: f32([1, 6], vector) }))['value']))
}

const numbers = [-3, -1, 0, 0.5, 1, 4]

test('a stretch is 0 before it and 1 behind it; the first and the last have no end', async () => {
  expect(await of('vector |> Stretch(-1, 1)', numbers)).toEqual([0, 0, 0.5, 0.75, 1, 1])
  expect(await of('vector |> Stretch(-1, 1, first = true)', numbers)).toEqual([-1, 0, 0.5, 0.75, 1, 1])
  expect(await of('vector |> Stretch(-1, 1, last = true)', numbers)).toEqual([0, 0, 0.5, 0.75, 1, 2.5])
})

test('a sigmoid of straight lines', async () => {
  const made = await of('vector |> hard_sigmoid', numbers)
  made.forEach((value, index) => expect(value).toBeCloseTo(Math.min(Math.max((numbers[index] ?? 0) + 3, 0), 6) / 6, 6))
})

test('the mean over words leaves padding out', async () => {
  const text = '[1, 0, 1] |> stack'
  expect(await of(`vector |> reshape([3, 2]) |> WordMean(${text})`, [1, 2, 30, 40, 5, 6])).toEqual([3, 4])
  expect(await of('vector |> reshape([3, 2]) |> WordMean', [1, 2, 30, 40, 5, 6])).toEqual([12, 16])
  // Of no words at all it is 0.
  expect(await of('vector |> reshape([3, 2]) |> WordMean([0, 0, 0] |> stack)', numbers)).toEqual([0, 0])
})

test('whole numbers of channels are multiples of 8, never less than nine tenths', async () => {
  for (const [width, channels] of [[3, 8], [12, 16], [11.9, 16], [19, 24], [20, 24], [36, 40], [91, 88]] as const) {
    const { shape } = await instantiate({ text: `vector |> Dense(whole_channels(${width}))` })
    expect(shape, String(width)).toEqual([channels])
  }
})

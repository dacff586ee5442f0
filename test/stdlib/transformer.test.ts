/** What masks and order mean to Transformers: which places can change what stands at which. */
import { afterAll, describe, expect, test } from 'vitest'
import type { Engine } from '../../src/engine/engine.js'
import { createEngine } from '../../src/engine/onnxruntime.js'
import { initialize } from '../../src/train/initialize.js'
import { f32 } from '../../src/types/tensor.js'
import { noise, present, valuesOf } from '../ops/harness.js'
import { instantiate, valueGraph } from './kit.js'

const [places, size] = [5, 4]
const engines: Engine[] = []
afterAll(async () => Promise.all(engines.map((engine) => engine.close())))

/** The rows of what `text` makes of `numbers`, f32[5, 4], and `vector`, f32[6], as a function of both. */
async function rowsOf(text: string): Promise<(x: readonly number[], vector: readonly number[]) => Promise<readonly (readonly number[])[]>> {
  const { graph } = await instantiate({ text, image: [1, places, size] })
  const made = valueGraph(graph)
  const engine = engines[0] ?? (await createEngine({ threads: 1, inline: true }))
  engines[0] = engine
  const session = await engine.load({ graph: made, weights: initialize(made, 3) })
  return async (x, vector) => {
    const feeds = { image: f32([1, 1, places, size], x), vector: f32([1, 6], vector) }
    const given = Object.fromEntries(made.inputs.map(({ name }) => [name, name === 'image' ? feeds.image : feeds.vector]))
    const values = valuesOf(present((await session.run(given))['value']))
    return Array.from({ length: places }, (_, row) => values.slice((row * values.length) / places, ((row + 1) * values.length) / places))
  }
}

const x = valuesOf(noise([places, size], 1))
const all = [1, 1, 1, 1, 1, 1]
/** The numbers with another first value at a place: to add to all of a row is nothing to layer norm. */
const changed = (place: number): readonly number[] => x.map((value, index) => (index === place * size ? value + 0.5 : value))

/** Places at which the rows differ. */
const differing = (a: readonly (readonly number[])[], b: readonly (readonly number[])[]): readonly number[] =>
  a.flatMap((row, place) => (row.some((value, index) => Math.abs(value - (b[place]?.[index] ?? Infinity)) > 1e-5) ? [place] : []))

describe('attention', () => {
  test.each(['pre', 'post'])('an encoder (%s) lets every place see all others', async (norm) => {
    const rows = await rowsOf(`numbers |> TransformerEncoder(2, heads = 2, norm = "${norm}")`)
    expect(differing(await rows(x, all), await rows(changed(3), all))).toEqual([0, 1, 2, 3, 4])
  })

  test.each(['pre', 'post'])('a causal one (%s) shows no place what comes later', async (norm) => {
    const rows = await rowsOf(`numbers |> TransformerEncoder(2, heads = 2, norm = "${norm}", causal = true)`)
    expect(differing(await rows(x, all), await rows(changed(3), all))).toEqual([3, 4])
  })

  test('what is masked is seen by itself alone', async () => {
    const rows = await rowsOf('numbers |> TransformerEncoder(1, heads = 2)(slice(vector, 0, 5))')
    const mask = [1, 1, 0, 1, 1, 1]
    expect(differing(await rows(x, mask), await rows(changed(2), mask))).toEqual([2])
    expect(differing(await rows(x, mask), await rows(x, all))).toEqual([0, 1, 2, 3, 4])
  })

  test('a mask of every place and none are the same', async () => {
    const [masked, plain] = [await rowsOf('numbers |> TransformerEncoder(2, heads = 2)(slice(vector, 0, 5))'), await rowsOf('numbers |> TransformerEncoder(2, heads = 2)')]
    expect(differing(await masked(x, all), await plain(x, all))).toEqual([])
  })

  test('a decoder sees its memory at every place, where it is not masked, and of itself what came before', async () => {
    const memory = 'reshape(slice(vector, 0, 5), [5, 1])'
    const rows = await rowsOf(`TransformerDecoder(2, heads = 2)(numbers, ${memory})`)
    expect(differing(await rows(x, all), await rows(changed(2), all))).toEqual([2, 3, 4])
    expect(differing(await rows(x, all), await rows(x, [1, 2, 1, 1, 1, 1]))).toEqual([0, 1, 2, 3, 4])
    const masked = await rowsOf(`TransformerDecoder(2, heads = 2)(numbers, ${memory}, [1, 1, 0, 1, 1] |> stack)`)
    expect(differing(await masked(x, all), await masked(x, [1, 1, 7, 1, 1, 1]))).toEqual([])
  })

  test('the words of a sequence stand in an order', async () => {
    const rows = await rowsOf('numbers |> reversed')
    expect((await rows(x, all)).flat()).toEqual([4, 3, 2, 1, 0].flatMap((place) => x.slice(place * size, (place + 1) * size)))
    const windows = await rowsOf('concat([numbers |> slice(0, 1), numbers |> SequenceConv(4, kernel = 2)])')
    expect(differing(await windows(x, all), await windows(changed(2), all))).toEqual([2, 3])
  })
})

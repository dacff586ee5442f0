import { describe, expect, it } from 'vitest'
import type { Batch, BatchOptions, Dataset } from '../../src/data/dataset.js'
import { collect, folderOf, image, open, sorted, source, span, values } from './fixture.js'

const count = 103
const rows = Array.from({ length: count }, (_, index) => `${index},${index * 2}`)
const x = (batches: readonly Batch[]) => values(batches, ({ inputs }) => inputs.x)
const numbered = (order = rows): Promise<Dataset> => open(folderOf({ 'a.csv': `x,y\n${order.join('\n')}\n` }), { sources: [source('a.csv')] })
const epoch = (seed: number, number: number, rest: Partial<BatchOptions> = {}): BatchOptions => ({ batch: 10, shuffle: { seed, epoch: number }, ...rest })

describe('batches', () => {
  it('hold every row once, the last ones in a smaller batch', async () => {
    const dataset = await numbered()
    for (const options of [{ batch: 10 }, epoch(1, 0)]) {
      const batches = await collect(dataset, 'train', options)
      expect(batches.map(({ size }) => size)).toEqual([...Array.from({ length: 10 }, () => 10), 3])
      expect(batches.at(-1)?.inputs.x?.shape).toEqual([3])
      expect(sorted(x(batches))).toEqual(rows.map((_, index) => index))
      expect(values(batches, ({ targets }) => targets.y)).toEqual(x(batches).map((value) => 2 * value))
    }
  })

  it('come in an order that the seed and the epoch tell', async () => {
    const dataset = await numbered()
    const first = x(await collect(dataset, 'train', epoch(1, 0)))
    expect(x(await collect(dataset, 'train', epoch(1, 0)))).toEqual(first)
    expect(x(await collect(dataset, 'train', epoch(1, 1)))).not.toEqual(first)
    expect(x(await collect(dataset, 'train', epoch(2, 0)))).not.toEqual(first)
    expect(x(await collect(dataset, 'train', { batch: 10 }))).not.toEqual(first)
  })

  it('come in the same order when the rows of the file do not', async () => {
    const [a, b] = await Promise.all([numbered(), numbered(rows.toReversed())])
    for (const options of [{ batch: 10 }, epoch(1, 0)]) {
      expect(x(await collect(b, 'train', options))).toEqual(x(await collect(a, 'train', options)))
    }
  })

  it('resume in the middle, and stop early', async () => {
    const dataset = await numbered()
    const all = await collect(dataset, 'train', epoch(3, 2))
    expect(await collect(dataset, 'train', epoch(3, 2, { from: 4 }))).toEqual(all.slice(4))
    expect(await collect(dataset, 'train', epoch(3, 2, { from: 4, limit: 2 }))).toEqual(all.slice(4, 6))
    expect(await collect(dataset, 'train', epoch(3, 2, { from: 99 }))).toEqual([])
  })

  it('can be left, walked side by side, and given away', async () => {
    const dataset = await numbered()
    for await (const batch of dataset.batches('train', { batch: 10 })) {
      expect(batch.size).toBe(10)
      break
    }
    const expected = x(await collect(dataset, 'train', { batch: 10 }))
    const [a, b] = await Promise.all([collect(dataset, 'train', { batch: 10 }), collect(dataset, 'train', { batch: 10 })])
    expect([x(a), x(b)]).toEqual([expected, expected])
    const seen: number[] = []
    for await (const { inputs } of dataset.batches('train', { batch: 10 })) {
      seen.push(...Array.from(inputs.x?.data ?? [], Number))
      inputs.x?.data.fill(0 as never)
      await new Promise((resume) => setTimeout(resume, 1))
    }
    expect(seen).toEqual(expected)
  })

  it('end with the data set', async () => {
    const dataset = await numbered()
    await dataset.close()
    await dataset.close()
    await expect(collect(dataset)).rejects.toThrow('closed')
  })

  it('change with the data, and so does the hash', async () => {
    const hashes = await Promise.all(
      [rows, rows.toReversed(), rows.slice(1), [...rows, '0,0'], ['0,1', ...rows.slice(1)]].map(async (order) => (await numbered(order)).hash),
    )
    expect(hashes[1]).toBe(hashes[0])
    expect(new Set(hashes).size).toBe(4)
  })
})

const pixels = (batches: readonly Batch[]) => values(batches, ({ inputs }) => inputs.image)

describe('augmentation', () => {
  const pictures = Array.from({ length: 20 }, (_, index) => JSON.stringify({ image: Array.from({ length: 16 }, (_p, pixel) => (pixel * 7 + index) % 256), x: index, y: 0 }))
  const make = (): Promise<Dataset> =>
    open(folderOf({ 'a.jsonl': pictures.join('\n'), 'b.jsonl': pictures.join('\n') }), {
      sources: [source('a.jsonl', 'train'), source('b.jsonl', 'validation')],
      inputs: [image('image', 1, 4, 4)],
      augment: [{ field: 'image', span, steps: [{ kind: 'flip', axis: 'horizontal' }, { kind: 'shift', pixels: 1 }, { kind: 'rotate', degrees: 20 }] }],
    })

  it('is repeated by the seed, changes with the epoch, and resumes to the bit', async () => {
    const dataset = await make()
    const first = await collect(dataset, 'train', epoch(1, 0, { augment: true }))
    expect(await collect(dataset, 'train', epoch(1, 0, { augment: true }))).toEqual(first)
    expect(await collect(dataset, 'train', epoch(1, 0, { augment: true, from: 1 }))).toEqual(first.slice(1))
    expect(sorted(pixels(await collect(dataset, 'train', epoch(1, 1, { augment: true }))))).not.toEqual(sorted(pixels(first)))
  })

  it('is done where it is asked for, and not because rows are shuffled', async () => {
    const dataset = await make()
    const plain = sorted(pixels(await collect(dataset, 'train')))
    expect(sorted(pixels(await collect(dataset, 'validation', epoch(1, 0))))).toEqual(plain)
    expect(sorted(pixels(await collect(dataset, 'train', epoch(1, 0))))).toEqual(plain)
    expect(sorted(pixels(await collect(dataset, 'train', epoch(1, 0, { augment: true }))))).not.toEqual(plain)
    await expect(collect(dataset, 'train', { batch: 10, augment: true })).rejects.toThrow('needs the seed')
  })
})

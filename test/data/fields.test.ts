import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { TableField } from '../../src/types/field.js'
import { collect, digit, field, findingsOf, folderOf, image, label, number, open, source, values, writeParquet } from './fixture.js'

const hex = (bytes: Uint8Array): string => `'${[...bytes].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}'::blob`
const pixels = Uint8Array.from({ length: 12 }, (_, index) => index * 20)

describe('images', () => {
  it('are raw pixels, as bytes or as lists of whole numbers, from 0 to 1 in the batch', async () => {
    const directory = folderOf({ 'a.jsonl': `{"image": [${pixels.join(',')}], "y": 1}\n{"image": [[[${pixels.subarray(0, 6).join(',')}]],[[${pixels.subarray(6).join(',')}]]], "y": 1}` })
    await writeParquet(join(directory, 'a.parquet'), `select ${hex(pixels)} as image, 1 as y union all select ${hex(pixels)}, 1`)
    await writeParquet(join(directory, 'b.parquet'), `select [${pixels.join(',')}]::utinyint[] as image, 1 as y union all select [${pixels.join(',')}]::double[], 1`)
    for (const name of ['a.jsonl', 'a.parquet', 'b.parquet']) {
      const dataset = await open(directory, { sources: [source(name)], inputs: [image('image', 3, 2, 2)] })
      const [batch] = await collect(dataset)
      expect(batch?.inputs.image?.shape).toEqual([2, 3, 2, 2])
      expect([...(batch?.inputs.image?.data ?? [])], name).toEqual([...pixels, ...pixels].map((value) => Math.fround(value / 255)))
    }
  })

  it('are encoded files, in the column or beside the source, their colours converted', async () => {
    const red = sharp({ create: { width: 3, height: 2, channels: 3, background: { r: 255, g: 0, b: 0 } } })
    const encoded = await Promise.all([red.clone().png().toBuffer(), red.clone().webp({ lossless: true }).toBuffer(), red.clone().jpeg().toBuffer()])
    const directory = folderOf({ 'sub/red.png': encoded[0] ?? '', 'sub/a.csv': 'image,y\nred.png,1\n' })
    await writeParquet(join(directory, 'a.parquet'), encoded.map((bytes) => `select ${hex(bytes)} as image, 1 as y`).join(' union all '))
    await writeParquet(join(directory, 'hub.parquet'), `select {bytes: ${hex(encoded[0] ?? pixels)}, path: 'x.png'} as image, 1 as y`)
    for (const [name, count] of [['a.parquet', 3], ['sub/a.csv', 1], ['hub.parquet', 1]] as const) {
      const dataset = await open(directory, { sources: [source(name)], inputs: [image('image', 3, 2, 3)] })
      const all = values(await collect(dataset), ({ inputs }) => inputs.image)
      expect(all.length).toBe(18 * count)
      // Red first, and then the other two planes; JPEG is near.
      for (const [index, value] of all.entries()) expect(value, name).toBeCloseTo(index % 18 < 6 ? 1 : 0, 1)
    }
    const grey = await open(directory, { sources: [source('sub/a.csv')], inputs: [image('image', 1, 2, 3)] })
    const brightness = values(await collect(grey), ({ inputs }) => inputs.image)
    expect(brightness).toHaveLength(6)
    // The luminance of pure red (0.2126 of white's, in linear light) as an sRGB grey.
    for (const value of brightness) expect(value).toBeCloseTo(127 / 255, 2)
  })

  it('with equal pixels are equal rows, however they are stored', async () => {
    const png = await sharp(pixels, { raw: { width: 4, height: 3, channels: 1 } }).png().toBuffer()
    const directory = folderOf({ 'a.png': png, 'b.csv': 'image,y\na.png,1\n' })
    await writeParquet(join(directory, 'a.parquet'), `select ${hex(pixels)} as image, 1 as y`)
    const [stored, named] = await Promise.all(
      ['a.parquet', 'b.csv'].map((name) => open(directory, { sources: [source(name)], inputs: [image('image', 1, 3, 4)] })),
    )
    expect(stored?.hash).toBe(named?.hash)
  })
})

describe('labels', () => {
  it('are texts, whole numbers, or numbers that a file made floating', async () => {
    const directory = folderOf({ 'a.jsonl': '{"x":0,"y":0}\n{"x":3,"y":"3"}\n{"x":9,"y":9.0}\n{"x":1,"y":true}\n', 'b.csv': 'x,y\n0,cat\n1,"a ""dog"""\n', 'c.csv': 'x,y\n2,2.0\n' })
    for (const [name, target] of [['a.jsonl', digit('y')], ['b.csv', label('y', 'cat', 'a "dog"')], ['c.csv', digit('y')]] as const) {
      const batches = await collect(await open(directory, { sources: [source(name)], targets: [target] }))
      expect(values(batches, ({ targets }) => targets.y)).toEqual(values(batches, ({ inputs }) => inputs.x))
      expect(batches[0]?.targets.y?.dtype).toBe('i64')
    }
  })

  it('that are missing are masked, for their own task only', async () => {
    const directory = folderOf({ 'a.csv': 'x,a,b\n1,3,\n2,,0.5\n3,,\n' })
    const dataset = await open(directory, { sources: [source('a.csv')], targets: [digit('a'), number('b')] })
    const batches = await collect(dataset)
    const x = values(batches, ({ inputs }) => inputs.x)
    const by = (pick: number[]) => Object.fromEntries(x.map((value, index) => [value, pick[index]]))
    expect(by(values(batches, ({ masks }) => masks.a))).toEqual({ 1: 1, 2: 0, 3: 0 })
    expect(by(values(batches, ({ masks }) => masks.b))).toEqual({ 1: 0, 2: 1, 3: 0 })
    expect(by(values(batches, ({ targets }) => targets.a))).toEqual({ 1: 3, 2: 0, 3: 0 })
    expect(by(values(batches, ({ targets }) => targets.b))).toEqual({ 1: 0, 2: 0.5, 3: 0 })
  })
})

describe('other fields', () => {
  it('vectors are lists, in a CSV written as JSON', async () => {
    const directory = folderOf({ 'a.jsonl': '{"x":[1,2.5,-3],"y":[1,2]}\n{"x":[4,5,6],"y":null}', 'a.csv': 'x,y\n"[1, 2.5, -3]","[1,2]"\n"[4,5,6]",\n' })
    await writeParquet(join(directory, 'a.parquet'), 'select [1, 2.5, -3]::float[3] as x, [1, 2]::int[] as y union all select [4, 5, 6], null')
    for (const name of ['a.jsonl', 'a.csv', 'a.parquet']) {
      const dataset = await open(directory, { sources: [source(name)], inputs: [field('x', { kind: 'vector', size: 3 })], targets: [field('y', { kind: 'vector', size: 2 })] })
      const batches = await collect(dataset)
      const first = values(batches, ({ masks }) => masks.y)[0] === 1
      const [a, b] = [[1, 2.5, -3], [4, 5, 6]]
      expect(values(batches, ({ inputs }) => inputs.x), name).toEqual(first ? [...a, ...b] : [...b, ...a])
      expect(batches[0]?.targets.y?.shape).toEqual([2, 2])
    }
  })

  it('categories that are no label have the code after the last', async () => {
    const directory = folderOf({ 'a.csv': 'c,y\nred,0\ngreen,1\nblue,2\n' })
    const batches = await collect(await open(directory, { sources: [source('a.csv')], inputs: [field('c', { kind: 'category', labels: ['red', 'green'] })] }))
    expect(values(batches, ({ inputs }) => inputs.c)).toEqual(values(batches, ({ targets }) => targets.y))
  })

  it('a table gives numbers and categories; what is missing becomes the mean, or the code for the unknown', async () => {
    const table: TableField = {
      kind: 'table', numbers: ['a', 'b'], vocabulary: 5,
      categories: [{ column: 'c', labels: ['x', 'y'], offset: 0 }, { column: 'd', labels: ['1'], offset: 3 }],
    }
    const directory = folderOf({ 'a.csv': 'a,b,c,d,y\n1,10,x,1,1\n3,,y,1,2\n,40,,other,3\n', 'test.csv': 'a,b,c,d,y\n,,,,9\n' })
    const dataset = await open(directory, { sources: [source('a.csv', 'train'), source('test.csv', 'test')], inputs: [field('row', table)] })
    const batches = await collect(dataset)
    const order = values(batches, ({ targets }) => targets.y).map((y) => y - 1)
    const numbers = values(batches, ({ inputs }) => inputs['row.numbers'])
    const codes = values(batches, ({ inputs }) => inputs['row.categories'])
    expect(batches[0]?.inputs['row.numbers']?.shape).toEqual([3, 2])
    const expected = [{ numbers: [1, 10], codes: [0, 3] }, { numbers: [3, 25], codes: [1, 3] }, { numbers: [2, 40], codes: [2, 4] }]
    for (const [place, row] of order.entries()) {
      expect(numbers.slice(2 * place, 2 * place + 2)).toEqual(expected[row]?.numbers)
      expect(codes.slice(2 * place, 2 * place + 2)).toEqual(expected[row]?.codes)
    }
    const [test] = await collect(dataset, 'test')
    expect([...(test?.inputs['row.numbers']?.data ?? [])]).toEqual([2, 25])
    expect([...(test?.inputs['row.categories']?.data ?? [])].map(Number)).toEqual([2, 4])
  })

  it('sample weights come with each batch, and are 1 without a column', async () => {
    const directory = folderOf({ 'a.csv': 'x,y,w\n1,1,0.5\n2,2,0\n' })
    const plain = await collect(await open(directory, { sources: [source('a.csv')] }))
    expect(values(plain, ({ weights }) => weights)).toEqual([1, 1])
    const weighted = await collect(await open(directory, { sources: [source('a.csv')], weight: { column: 'w', span: source('').span } }))
    expect(values(weighted, ({ weights }) => weights)).toEqual(values(weighted, ({ inputs }) => inputs.x).map((x) => (x === 1 ? 0.5 : 0)))
  })

  it('that need a value are told apart from bad ones', async () => {
    const directory = folderOf({ 'a.csv': 'x,y\n,1\nfive,2\nNaN,3\n1e39,4\n' })
    const codes = (await findingsOf(directory, { sources: [source('a.csv')] })).map(({ code }) => code)
    expect(codes).toEqual(['MTL4101', 'MTL4102', 'MTL4103'])
  })
})

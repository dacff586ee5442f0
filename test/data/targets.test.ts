/** Targets of more than one value: labels by themselves, masks, points. What is not known of a sample is a code of its own. */
import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { readCodes } from '../../src/data/fields/png.js'
import type { Dataset } from '../../src/data/dataset.js'
import type { KeypointsField, LabelsField, MaskField, TargetType } from '../../src/types/field.js'
import { collect, digit, field, folderOf, number, open, source, values } from './fixture.js'

const lines = (cells: readonly string[]): string => cells.map((cell, index) => `{"x":${index},"y":${cell}}\n`).join('')

/** The target and the mask of each row, in the order of the file. */
async function rowsOf(dataset: Dataset): Promise<readonly { readonly there: boolean; readonly target: readonly number[] }[]> {
  const batches = await collect(dataset)
  const [x, target, masks] = [values(batches, ({ inputs }) => inputs.x), values(batches, ({ targets }) => targets.y), values(batches, (batch) => batch.masks.y)]
  const size = target.length / x.length
  return x.map((row, index) => ({ row, there: masks[index] === 1, target: target.slice(index * size, (index + 1) * size) }))
    .toSorted((a, b) => a.row - b.row).map(({ there, target: numbers }) => ({ there, target: numbers }))
}

const read = async (type: TargetType, cells: readonly string[], files: Readonly<Record<string, Uint8Array>> = {}) =>
  rowsOf(await open(folderOf({ 'a.jsonl': lines(cells), ...files }), { sources: [source('a.jsonl')], targets: [field('y', type)] }))

const topics: LabelsField = { kind: 'labels', labels: ['art', 'sport', 'a, b'], numeric: false }
const ground: MaskField = { kind: 'mask', labels: ['0', '1', '2'], numeric: true, height: 2, width: 3 }
const eyes: KeypointsField = { kind: 'keypoints', labels: ['left', 'right'], numeric: false }

describe('labels', () => {
  it('are lists, JSON, or texts with a separator; an empty list is none of them', async () => {
    const cells = ['["art","sport"]', '"[\\"sport\\"]"', '"art; sport"', '"sport|art"', '"art"', '"a, b"', '[]', '""', '["a, b","art"]']
    expect((await read(topics, cells)).map(({ target }) => target.join(' '))).toEqual(
      ['1 1 0', '0 1 0', '1 1 0', '1 1 0', '1 0 0', '0 0 1', '0 0 0', '0 0 0', '1 0 1'])
  })

  it('are flags, one for each, of which null is not known', async () => {
    expect((await read(topics, ['[true,false,null]', '[null,null,null]'])).map(({ target }) => target)).toEqual([[1, 0, -1], [-1, -1, -1]])
    // Two labels of three are no flags.
    expect((await read({ kind: 'labels', labels: ['true', 'false', 'null'], numeric: false }, ['["true","false"]']))[0]?.target).toEqual([1, 1, 0])
  })

  it('by number are numbers', async () => {
    const many: LabelsField = { kind: 'labels', labels: Array.from({ length: 70 }, (_, index) => String(index)), numeric: true }
    const [first, second] = await read(many, ['[0,69,5]', '3.0'])
    expect(first?.target.flatMap((value, label) => (value === 1 ? [label] : []))).toEqual([0, 5, 69])
    expect(second?.target.indexOf(1)).toBe(3)
  })

  it('tell rows apart whatever their order, and whatever other labels there are', async () => {
    const orders = ['["art","sport"]', '["sport","art"]', '"art,sport"', '[true,true,false]']
    const grown = { ...topics, labels: ['new', ...topics.labels] }
    const hashes = [
      ...orders.map((cell) => [topics, cell] as const), [grown, '["art","sport"]'] as const,
    ].map(async ([type, cell]) => (await open(folderOf({ 'a.jsonl': lines([cell]) }), { sources: [source('a.jsonl')], targets: [field('y', type)] })).hash)
    const [first, ...others] = await Promise.all(hashes)
    expect(others.slice(0, 3)).toEqual([first, first, first])
    const parts = await Promise.all([topics, grown].map(async (type) => {
      const cells = Array.from({ length: 60 }, (_, index) => (index % 3 === 0 ? '["art"]' : '["sport","art"]'))
      const split = { kind: 'shares', of: 'all', shares: { test: 0.5 }, seed: 3, span: source('').span } as const
      const dataset = await open(folderOf({ 'a.jsonl': lines(cells) }), { sources: [source('a.jsonl')], targets: [field('y', type)], split })
      return values(await collect(dataset, 'test'), ({ inputs }) => inputs.x).toSorted((a, b) => a - b)
    }))
    expect(parts[0]).toEqual(parts[1])
    expect(parts[0]?.length).toBeGreaterThan(10)
  })
})

describe('masks', () => {
  const codes = [0, 1, 2, 2, 255, 0]
  const expected = [0, 1, 2, 2, 3, 0]

  it('are lists and bytes of codes; 255 and null are not known', async () => {
    const cells = [JSON.stringify(codes), '[[0,1,2],[2,null,0]]', '"[[0,1,2],[2,255,0]]"']
    expect((await read(ground, cells)).map(({ target }) => target)).toEqual([expected, expected, expected])
  })

  it('are PNG files, grey or with a palette, whose codes are kept', async () => {
    const grey = await sharp(Uint8Array.from(codes), { raw: { width: 3, height: 2, channels: 1 } }).toColourspace('b-w').png().toBuffer()
    const palette = png(3, 2, 8, 3, [[0, 1, 2], [2, 255, 0]])
    const files = { 'grey.png': grey, 'palette.png': palette }
    expect((await read(ground, ['"grey.png"', '"palette.png"', 'null'], files)).map(({ there, target }) => (there ? target : 'masked'))).toEqual([expected, expected, 'masked'])
  })
})

describe('points', () => {
  it('are numbers in their order, with or without what says that they are seen', async () => {
    const cells = ['[0.25,0.5,0.75,1]', '[[0.25,0.5],[0.75,1]]', '"[0.25, 0.5, 1, 0.75, 1, 2]"', '[[0.25,0.5,true],[0.75,1,1]]']
    expect((await read(eyes, cells)).map(({ target }) => target)).toEqual(cells.map(() => [0.25, 0.5, 1, 0.75, 1, 1]))
  })

  it('are not known where they are null or not seen, wherever they would be', async () => {
    const cells = ['[null,[0.75,1]]', '[null,0.5,0.75,1]', '[-9,77,0,0.75,1,1]', '[[0.1,0.1,false],[0.75,1,true]]']
    expect((await read(eyes, cells)).map(({ target }) => target)).toEqual(cells.map(() => [0, 0, 0, 0.75, 1, 1]))
  })
})

describe('a null target', () => {
  it('masks its sample for that task alone, whatever its type', async () => {
    const types: Readonly<Record<string, readonly [type: TargetType, cell: string]>> = {
      a: [{ kind: 'number' }, '1'], b: [{ kind: 'vector', size: 2 }, '[1,2]'], c: [digit('c').type, '1'], d: [topics, '["art"]'], e: [ground, '[0,0,0,0,0,0]'], f: [eyes, '[0,0,0,0]'],
      g: [{ kind: 'boxes', labels: ['car'], numeric: false, max: 2 }, '[]'],
    }
    const names = Object.keys(types)
    // Row k lacks the k-th target.
    const rows = names.map((lacking, row) => `{"x":${row},${names.map((name) => `"${name}":${name === lacking ? 'null' : types[name]?.[1]}`).join(',')}}\n`)
    const targets = names.map((name) => field(name, types[name]?.[0] ?? { kind: 'number' }))
    const batches = await collect(await open(folderOf({ 'a.jsonl': rows.join('') }), { sources: [source('a.jsonl')], inputs: [number('x')], targets }))
    const x = values(batches, ({ inputs }) => inputs.x)
    for (const [index, name] of names.entries()) {
      expect(values(batches, ({ masks }) => masks[name]), name).toEqual(x.map((row) => (row === index ? 0 : 1)))
    }
  })
})

/** The mean of the target over the training part; the test part is another. */
const shares = async (type: TargetType, cells: readonly string[]) => {
  const dataset = await open(folderOf({ 'a.jsonl': lines(cells), 'b.jsonl': lines([cells[0] ?? '']) }), { sources: [source('a.jsonl', 'train'), source('b.jsonl', 'test')], targets: [field('y', type)] })
  return (await dataset.statistics('y')).mean
}

describe('shares of labels in the training part', () => {
  it('are over what is known', async () => {
    expect(await shares({ kind: 'label', labels: ['a', 'b', 'c'], numeric: false }, ['"a"', '"a"', '"b"', 'null', '"a"'])).toEqual([0.75, 0.25, 0])
    expect(await shares(topics, ['["art"]', '["art","sport"]', 'null', '[false,false,null]', '[]'])).toEqual([0.5, 0.25, 0])
    expect(await shares(ground, ['[0,0,0,1,1,255]', '[0,0,0,255,255,255]'])).toEqual([0.5, 1 / 6, 0])
  })
})

// ── PNG ──

/** Checksums of chunks are not read. */
const chunk = (type: string, data: Uint8Array): Buffer => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  return Buffer.concat([length, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)])
}

/** A PNG of codes, row by row, each row with the filter that its number says. */
function png(width: number, height: number, depth: number, colour: number, rows: readonly (readonly number[])[], options: { filters?: readonly number[]; interlace?: number } = {}): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([depth, colour, 0, 0, options.interlace ?? 0], 8)
  const packed = rows.map((row) => {
    const bytes = new Uint8Array(Math.ceil((width * depth) / 8))
    for (const [x, code] of row.entries()) {
      const at = Math.floor((x * depth) / 8)
      bytes[at] = (bytes[at] ?? 0) | (code << (8 - depth - ((x * depth) % 8)))
    }
    return bytes
  })
  const filtered = packed.map((row, y) => {
    const filter = options.filters?.[y] ?? 0
    return Buffer.from([filter, ...row.map((value, x) => value - guess(filter, row[x - 1] ?? 0, packed[y - 1]?.[x] ?? 0, packed[y - 1]?.[x - 1] ?? 0))])
  })
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', header), ...(colour === 3 ? [chunk('PLTE', Buffer.alloc(3 << Math.min(8, depth)))] : []),
    chunk('IDAT', deflateSync(Buffer.concat(filtered))), chunk('IEND', Buffer.alloc(0)),
  ])
}

function guess(filter: number, left: number, up: number, corner: number): number {
  const nearest = [left, up, corner].toSorted((a, b) => Math.abs(left + up - corner - a) - Math.abs(left + up - corner - b))[0] ?? 0
  return [0, left, up, Math.floor((left + up) / 2), nearest][filter] ?? 0
}

const codesOf = (bytes: Uint8Array): readonly number[] | string => {
  const found = readCodes(bytes)
  return typeof found === 'string' ? found : [...found.codes]
}

describe('reading the codes of a PNG', () => {
  it.each([1, 2, 4, 8])('of %i bits, grey or with a palette', (depth) => {
    const rows = [0, 1, 2].map((y) => Array.from({ length: 5 }, (_, x) => (7 * y + 3 * x) % (1 << depth)))
    for (const colour of [0, 3]) expect(codesOf(png(5, 3, depth, colour, rows))).toEqual(rows.flat())
  })

  it('undoes all filters', () => {
    const rows = Array.from({ length: 5 }, (_, y) => Array.from({ length: 9 }, (_each, x) => (y * 91 + x * x * 37) % 256))
    expect(codesOf(png(9, 5, 8, 0, rows, { filters: [1, 2, 3, 4, 0] }))).toEqual(rows.flat())
    expect(codesOf(png(9, 5, 8, 0, rows, { filters: [4, 3, 4, 1, 2] }))).toEqual(rows.flat())
    expect(codesOf(png(9, 5, 8, 0, rows, { filters: [0, 0, 7] }))).toBe('it has a filter that there is not')
  })

  it('agrees with a library that writes them', async () => {
    const pixels = Uint8Array.from({ length: 60 * 40 }, (_, index) => (index * index) % 251)
    const bytes = await sharp(pixels, { raw: { width: 60, height: 40, channels: 1 } }).toColourspace('b-w').png({ adaptiveFiltering: true, compressionLevel: 9 }).toBuffer()
    expect(codesOf(bytes)).toEqual([...pixels])
  })

  it('says why there are none', async () => {
    const colours = await sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } }).png().toBuffer()
    const good = png(2, 1, 8, 0, [[1, 2]])
    expect(codesOf(colours)).toBe('its pixels are colours, and no codes of classes')
    expect(codesOf(png(1, 1, 16, 0, [[1]]))).toBe('its values are of 16 bits, and codes have 8 at most')
    expect(codesOf(png(2, 1, 8, 0, [[1, 2]], { interlace: 1 }))).toBe('it is interlaced')
    expect(codesOf(png(2, 2, 8, 0, [[1, 2]]))).toBe('it ends too early')
    expect(codesOf(Buffer.from('hello'))).toBe('it is no PNG')
    for (let end = 8; end < good.length - 16; end++) expect(typeof codesOf(good.subarray(0, end)), String(end)).toBe('string')
  })
})

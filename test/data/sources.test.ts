import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { glob } from '../../src/data/glob.js'
import { collect, folderOf, label, number, open, sorted, source, values, writeParquet } from './fixture.js'

const rows = [[1, 10], [2, 20], [3, 30]] as const
const csv = `x,y\n${rows.map((row) => row.join(',')).join('\n')}\n`
const jsonLines = rows.map(([x, y]) => JSON.stringify({ x, y })).join('\n')

async function read(directory: string, location: string): Promise<readonly number[]> {
  const dataset = await open(directory, { sources: [source(location)] })
  const batches = await collect(dataset)
  const [x, y] = [values(batches, ({ inputs }) => inputs.x), values(batches, ({ targets }) => targets.y)]
  expect(y).toEqual(x.map((value) => 10 * value))
  return sorted(x)
}

describe('a source', () => {
  it('is CSV, whatever parts its columns and ends its lines', async () => {
    const directory = folderOf({
      'a.csv': csv,
      'b.csv': csv.replaceAll(',', ';'),
      'c.tsv': csv.replaceAll(',', '\t'),
      'd.csv': `\uFEFF${csv.replaceAll('\n', '\r\n')}`,
      'e.csv.gz': gzipSync(csv),
      'f.csv': '"x","the ""other"", with a\nline",y\n1,"a, b",10\n2,"""",20\n3,,30',
    })
    for (const name of ['a.csv', 'b.csv', 'c.tsv', 'd.csv', 'e.csv.gz', 'f.csv']) expect(await read(directory, name), name).toEqual([1, 2, 3])
  })

  it('is JSON: lines, or a list of records', async () => {
    const directory = folderOf({
      'a.jsonl': jsonLines,
      'b.ndjson.gz': gzipSync(jsonLines),
      'c.json': JSON.stringify(rows.map(([x, y]) => ({ y, x }))),
      'd.jsonl': '{"x": 1, "y": "10"}\n{"x": "2.0", "y": 2e1, "z": [1]}\n{"y": 30, "x": 3}\n',
    })
    for (const name of ['a.jsonl', 'b.ndjson.gz', 'c.json', 'd.jsonl']) expect(await read(directory, name), name).toEqual([1, 2, 3])
  })

  it('is Parquet, with any type of numbers', async () => {
    const directory = folderOf({})
    const table = `(values ${rows.map((row) => `(${row.join(',')})`).join(',')}) t(x, y)`
    for (const [x, y] of [['tinyint', 'bigint'], ['float', 'hugeint'], ['decimal(9, 2)', 'double'], ['varchar', 'uinteger']]) {
      await writeParquet(join(directory, 'a.parquet'), `select x::${x} as x, y::${y} as y from ${table}`)
      expect(await read(directory, 'a.parquet'), x).toEqual([1, 2, 3])
    }
  })

  it('is a pattern, whose files may differ in format and in the order of columns', async () => {
    const directory = folderOf({ 'in/a/1.csv': 'x,y\n1,10\n', 'in/a/2.csv': 'y,x\n20,2\n', 'in/b/3.jsonl': '{"x":3,"y":30}', 'other.csv': csv })
    expect(await read(directory, 'in/**/*')).toEqual([1, 2, 3])
    expect(await read(directory, 'in/a/[12].csv')).toEqual([1, 2])
    expect(await read(directory, 'in/*/?.{csv,jsonl}')).toEqual([1, 2, 3])
  })

  it('may have brackets in its path without being a pattern', async () => {
    const directory = folderOf({ 'we[i]rd*/a?.csv': csv })
    expect(await read(directory, 'we[i]rd*/a?.csv')).toEqual([1, 2, 3])
    expect(await read(join(directory, 'we[i]rd*'), '*.csv')).toEqual([1, 2, 3])
  })

  it('belongs to a part, several to one', async () => {
    const directory = folderOf({ 'a.csv': csv, 'b.csv': 'x,y\n4,40\n', 'test.csv': 'x,y\n9,90\n' })
    const dataset = await open(directory, { sources: [source('a.csv', 'train'), source('b.csv', 'train'), source('test.csv', 'test')] })
    expect([dataset.count('train'), dataset.count('validation'), dataset.count('test')]).toEqual([4, 0, 1])
    expect(values(await collect(dataset, 'test'), ({ inputs }) => inputs.x)).toEqual([9])
    expect(await collect(dataset, 'validation')).toEqual([])
  })

  it('says how many samples of a part have a target', async () => {
    const directory = folderOf({ 'train.jsonl': '{"x": 1, "y": null}\n{"x": 2, "y": 20}\n{"x": 3}\n', 'test.jsonl': '{"x": 9, "y": null}\n' })
    const dataset = await open(directory, { sources: [source('train.jsonl', 'train'), source('test.jsonl', 'test')] })
    expect([dataset.count('train'), dataset.count('train', 'y'), dataset.count('test', 'y')]).toEqual([3, 1, 0])
  })

  it('is a query that reads files beside the program', async () => {
    const directory = folderOf({ 'a.csv': csv })
    const query = { part: 'all', kind: 'sql', location: `select x, x * 10 as y from 'a.csv' where x > 1;`, span: source('').span } as const
    const dataset = await open(directory, { sources: [query] })
    expect(sorted(values(await collect(dataset), ({ inputs }) => inputs.x))).toEqual([2, 3])
    const elsewhere = await open(join(directory, 'sub'), { sources: [{ ...query, folder: '..' }] })
    expect(elsewhere.count('train')).toBe(2)
  })

  it('is read to its end, however many rows it has', async () => {
    const directory = folderOf({ 'a.csv': `x,y\n${Array.from({ length: 450_000 }, (_, index) => `${index},${index * 10}`).join('\n')}\n` })
    const dataset = await open(directory, { sources: [source('a.csv')] })
    expect(dataset.count('train')).toBe(450_000)
    const x = values(await collect(dataset, 'train', { batch: 50_000 }), ({ inputs }) => inputs.x)
    expect(new Set(x).size).toBe(450_000)
  })

  it('names columns as it likes; a field says which one it reads', async () => {
    const directory = folderOf({ 'a.csv': 'the "x",y\n1,cat\n2,dog\n' })
    const dataset = await open(directory, { sources: [source('a.csv')], inputs: [{ ...number('x'), column: 'the "x"' }], targets: [label('y', 'cat', 'dog')] })
    const batches = await collect(dataset)
    expect(values(batches, ({ inputs }) => inputs.x).map((x) => x - 1)).toEqual(values(batches, ({ targets }) => targets.y))
  })
})

describe('a pattern', () => {
  it('finds files in byte order, hidden ones only where it asks for them', () => {
    const directory = folderOf({ 'b.csv': '', 'a.csv': '', 'Z.csv': '', '.hidden.csv': '', 'sub/c.csv': '', 'a+b.csv': '' })
    expect(glob(directory, '*.csv')).toEqual(['Z.csv', 'a+b.csv', 'a.csv', 'b.csv'])
    expect(glob(directory, '**/*.csv')).toEqual(['Z.csv', 'a+b.csv', 'a.csv', 'b.csv', 'sub/c.csv'])
    expect(glob(directory, './sub/../?.csv')).toEqual(['sub/../Z.csv', 'sub/../a.csv', 'sub/../b.csv'])
    expect(glob(directory, '[!a]*.csv')).toEqual(['Z.csv', 'b.csv'])
    expect(glob(directory, '{a,sub/c}.csv')).toEqual([])
    expect(glob(directory, '{a+b,b}.csv')).toEqual(['a+b.csv', 'b.csv'])
    expect(glob(directory, '.*.csv')).toEqual(['.hidden.csv'])
  })
})

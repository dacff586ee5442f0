import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inspectTable } from '../../src/data/inspect.js'
import type { TableField } from '../../src/types/field.js'
import { folderOf, open, source, collect, field, writeParquet, values } from './fixture.js'

const inspect = (directory: string, sources: readonly ReturnType<typeof source>[], except: readonly string[] = []) =>
  inspectTable({ sources, file: join(directory, 'test.mtl'), except })

describe('a table', () => {
  it('has numbers where all values are, and categories where not, in the order of the columns', async () => {
    const directory = folderOf({ 'a.csv': 'id,age,city,code,score,empty,flag\n1,20,Ulm,007,1e3,,yes\n2,,Bonn,x,-.5,,\n3,30,"Ünna, east",8,2.,,no\n' })
    expect(await inspect(directory, [source('a.csv')], ['id'])).toEqual({
      kind: 'table',
      numbers: ['age', 'score'],
      categories: [
        { column: 'city', labels: ['Bonn', 'Ulm', 'Ünna, east'], offset: 0 },
        { column: 'code', labels: ['007', '8', 'x'], offset: 4 },
        { column: 'flag', labels: ['no', 'yes'], offset: 8 },
      ],
      vocabulary: 11,
    })
  })

  it('is typed by all training sources, and by them alone', async () => {
    const directory = folderOf({ 'a.csv': 'x,c\n1,red\n', 'b.csv': 'c,x\nblue,two\n', 'test.csv': 'x,c\n1,green\n' })
    expect(await inspect(directory, [source('a.csv', 'train'), source('b.csv', 'train'), source('test.csv', 'test')])).toMatchObject({
      numbers: [],
      categories: [{ column: 'x', labels: ['1', 'two'] }, { column: 'c', labels: ['blue', 'red'], offset: 3 }],
      vocabulary: 6,
    })
    expect(await inspect(directory, [source('test.csv', 'test')])).toMatchObject({ numbers: ['x'] })
  })

  it('is the same for JSON and Parquet, whose values have types', async () => {
    const directory = folderOf({ 'a.jsonl': '{"x":1,"c":"b","flag":true}\n{"x":2.5,"c":"a","flag":false}\n{"x":null,"c":null,"flag":null}' })
    await writeParquet(join(directory, 'a.parquet'), "select * from (values (1.0, 'b', true), (2.5, 'a', false), (null, null, null)) t(x, c, flag)")
    const expected = {
      kind: 'table', numbers: ['x'], vocabulary: 6,
      categories: [{ column: 'c', labels: ['a', 'b'], offset: 0 }, { column: 'flag', labels: ['false', 'true'], offset: 3 }],
    }
    for (const name of ['a.jsonl', 'a.parquet']) {
      const table = await inspect(directory, [source(name)])
      expect(table).toEqual(expected)
      const dataset = await open(directory, { sources: [source(name)], inputs: [field('row', table as TableField)], targets: [] })
      const batches = await collect(dataset)
      expect(values(batches, ({ inputs }) => inputs['row.categories']).toSorted()).toEqual([0, 1, 2, 3, 4, 5])
      expect(values(batches, ({ inputs }) => inputs['row.numbers']).toSorted()).toEqual([1, 1.75, 2.5])
    }
  })

  it('reads dates and other texts that files give types as texts', async () => {
    const directory = folderOf({})
    await writeParquet(join(directory, 'a.parquet'), "select date '2020-01-02' as day, 'x'::enum('x', 'y') as kind, 3::hugeint as big")
    const table = await inspect(directory, [source('a.parquet')])
    expect(table).toMatchObject({ numbers: ['big'], categories: [{ column: 'day', labels: ['2020-01-02'] }, { column: 'kind', labels: ['x'] }] })
    const dataset = await open(directory, { sources: [source('a.parquet')], inputs: [field('row', table as TableField)], targets: [] })
    expect(values(await collect(dataset), ({ inputs }) => inputs['row.categories'])).toEqual([0, 2])
  })
})

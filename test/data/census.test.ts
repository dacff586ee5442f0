/** The census example on the real data, where it is there. */
import { cpSync, existsSync, readFileSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { check } from '../../src/check/check.js'
import { inspectTable } from '../../src/data/inspect.js'
import { openDataset } from '../../src/data/open.js'
import { nodeHost } from '../../src/host/node.js'
import { columns, prepare } from '../../examples/census/prepare.js'
import { folderOf } from './fixture.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const data = resolve(root, process.env.MTL_DATA ?? '../shared/data')

describe.skipIf(!existsSync(join(data, 'census', 'train.csv')))('the census example (needs MTL_DATA)', () => {
  it('is typed, split and read', async () => {
    const directory = folderOf({})
    cpSync(join(root, 'examples/census/census.mtl'), join(directory, 'census.mtl'))
    symlinkSync(join(data, 'census'), join(directory, 'census'), 'dir')
    const { program, diagnostics } = await check(join(directory, 'census.mtl'), { host: nodeHost(), inspectTable })
    expect(diagnostics).toEqual([])
    const [typed] = program?.data ?? []
    if (typed === undefined) throw new Error('the example has a data set')
    const table = typed.inputs[0]?.type
    expect(table).toMatchObject({ kind: 'table', numbers: expect.arrayContaining(['age', 'weeks_worked']) })
    if (table?.kind !== 'table') throw new Error('its input is a table')
    expect(table.numbers).not.toContain('instance_weight')
    expect(table.categories.map(({ column }) => column)).not.toContain('income')

    const dataset = await openDataset(typed, { directory })
    const counts = (['train', 'validation', 'test'] as const).map((part) => dataset.count(part))
    const total = counts.reduce((sum, count) => sum + count, 0)
    for (const [index, share] of [0.8, 0.1, 0.1].entries()) expect((counts[index] ?? 0) / total).toBeCloseTo(share, 1)
    const { mean, std } = await dataset.statistics('row')
    expect(mean).toHaveLength(table.numbers.length)
    expect(std.every((value) => value > 0)).toBe(true)
    let rows = 0
    for await (const batch of dataset.batches('train', { batch: 1000, shuffle: { seed: 1, epoch: 0 } })) {
      rows += batch.size
      expect(batch.inputs['row.categories']?.shape).toEqual([batch.size, table.categories.length])
      expect(Array.from(batch.inputs['row.categories']?.data ?? [], Number).every((code) => code >= 0 && code < table.vocabulary)).toBe(true)
      expect(Array.from(batch.inputs['row.numbers']?.data ?? [], Number).every(Number.isFinite)).toBe(true)
      expect(batch.weights.data.every((weight) => weight >= 0)).toBe(true)
    }
    expect(rows).toBe(counts[0])
    await dataset.close()
  })
})

/** A row of the original file. */
const row = (age: number, income: string): string => [age, ...columns.slice(1, -1).map((name) => ` ${name} value`), ` ${income}`].join(',')

describe('preparing the census', () => {
  it('adds a header, trims, names the incomes and drops what is there twice', async () => {
    const directory = folderOf({ 'census-income.data': `${[row(44, '- 50000.'), row(2, '50000+.'), row(44, '- 50000.')].join('\n')}\n` })
    const target = join(directory, 'census', 'train.csv')
    expect(await prepare(join(directory, 'census-income.data'), target)).toBe(2)
    const [header, first, second] = readFileSync(target, 'utf8').split('\n')
    expect(header).toBe(columns.join(','))
    expect([first?.slice(0, 26), first?.split(',').at(-1)]).toEqual(['2,class_of_worker value,in', 'high'])
    expect(second?.split(',').at(-1)).toBe('low')
  })
})

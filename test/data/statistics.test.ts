import { describe, expect, it } from 'vitest'
import type { TableField } from '../../src/types/field.js'
import { field, folderOf, image, number, open, source, span } from './fixture.js'

const rounded = (values: readonly number[] | undefined) => values?.map((value) => Math.round(value * 1e6) / 1e6)

describe('statistics', () => {
  it('are over the training part alone', async () => {
    const directory = folderOf({ 'a.csv': 'x,y\n1,0\n2,0\n3,0\n4,0\n', 'b.csv': 'x,y\n1000,0\n' })
    const dataset = await open(directory, { sources: [source('a.csv', 'train'), source('b.csv', 'test')] })
    const { mean, std } = await dataset.statistics('x')
    expect([rounded(mean), rounded(std)]).toEqual([[2.5], [rounded([Math.sqrt(1.25)])?.[0]]])
  })

  it('are per channel for images, per element for vectors', async () => {
    const directory = folderOf({ 'a.jsonl': '{"image":[0,255,51,51],"v":[1,10,5],"y":1}\n{"image":[255,0,51,51],"v":[3,10,7],"y":3}' })
    const dataset = await open(directory, { sources: [source('a.jsonl')], inputs: [image('image', 2, 1, 2), field('v', { kind: 'vector', size: 3 })] })
    const pixels = await dataset.statistics('image')
    expect([rounded(pixels.mean), rounded(pixels.std)]).toEqual([[0.5, 0.2], [0.5, 1]])
    const vector = await dataset.statistics('v')
    // What never changes is divided by 1.
    expect([rounded(vector.mean), rounded(vector.std)]).toEqual([[2, 10, 6], [1, 1, 1]])
  })

  it('leave out what is missing', async () => {
    const table: TableField = { kind: 'table', numbers: ['a', 'b'], categories: [], vocabulary: 0 }
    const directory = folderOf({ 'a.csv': 'a,b,y\n1,,\n,,4\n5,,6\n' })
    const dataset = await open(directory, { sources: [source('a.csv')], inputs: [field('row', table)] })
    const { mean, std } = await dataset.statistics('row')
    expect([mean, std]).toEqual([[3, 0], [2, 1]])
    const target = await dataset.statistics('y')
    expect([target.mean, target.std]).toEqual([[5], [1]])
  })

  it('are exact far from zero', async () => {
    const rows = Array.from({ length: 5000 }, (_, index) => `${10_000_000 + (index % 2)},0`).join('\n')
    const dataset = await open(folderOf({ 'a.csv': `x,y\n${rows}\n` }), { sources: [source('a.csv')], weight: { column: 'x', span } })
    const { mean, std } = await dataset.statistics('x')
    expect(mean[0]).toBeCloseTo(10_000_000.5, 6)
    expect(std[0]).toBeCloseTo(0.5, 6)
  })

  it('are measured once', async () => {
    const dataset = await open(folderOf({ 'a.csv': 'x,y\n1,2\n' }), { sources: [source('a.csv')], inputs: [number('x')] })
    expect(await dataset.statistics('x')).toBe(await dataset.statistics('x'))
    expect(() => dataset.statistics('z')).toThrow('no field z')
  })
})

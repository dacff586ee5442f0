/** Boxes: lists of any length up to the most that the type takes. */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { BoxesField } from '../../src/types/field.js'
import { collect, field, findingsOf, folderOf, open, source, values, writeParquet } from './fixture.js'

const traffic: BoxesField = { kind: 'boxes', labels: ['car', 'person'], numeric: false, max: 3 }

async function rowsOf(folder: string, file: string, type: BoxesField) {
  const batches = await collect(await open(folder, { sources: [source(file)], targets: [field('y', type)] }))
  const [x, target, masks] = [values(batches, ({ inputs }) => inputs.x), values(batches, ({ targets }) => targets.y), values(batches, (batch) => batch.masks.y)]
  const size = 5 * type.max
  return x.map((row, index) => ({ row, there: masks[index] === 1, target: target.slice(index * size, (index + 1) * size) }))
    .toSorted((a, b) => a.row - b.row).map(({ there, target: numbers }) => ({ there, target: numbers }))
}

const lines = (cells: readonly string[]): string => cells.map((cell, index) => `{"x":${index},"y":${cell}}\n`).join('')
const read = (cells: readonly string[], type = traffic) => rowsOf(folderOf({ 'a.jsonl': lines(cells) }), 'a.jsonl', type)

const none = [-1, 0, 0, 0, 0]
const [car, person] = [[0, 0.25, 0.5, 0.75, 1], [1, 0, 0.125, 0.5, 0.25]]
const two = [...car, ...person, ...none]

const hashOf = async (type: BoxesField, cell: string) => (await open(folderOf({ 'a.jsonl': lines([cell]) }), { sources: [source('a.jsonl')], targets: [field('y', type)] })).hash

/** Which of sixty rows of two kinds are in the test part. */
const partsOf = async (type: BoxesField) => {
  const cells = Array.from({ length: 60 }, (_, index) => `[["${index % 3 === 0 ? 'car' : 'person'}",0,0.125,0.5,0.25]]`)
  const split = { kind: 'shares', of: 'all', shares: { test: 0.5 }, seed: 3, span: source('').span } as const
  const dataset = await open(folderOf({ 'a.jsonl': lines(cells) }), { sources: [source('a.jsonl')], targets: [field('y', type)], split })
  return values(await collect(dataset, 'test'), ({ inputs }) => inputs.x).toSorted((a, b) => a - b)
}

describe('boxes', () => {
  it('are objects or lists, or such a list as JSON', async () => {
    const cells = [
      '[{"label":"car","box":[0.25,0.5,0.75,1]},{"label":"person","box":[0,0.125,0.5,0.25]}]',
      '[["car",0.25,0.5,0.75,1],["person",0,0.125,0.5,0.25]]',
      '[{"box":[0.25,0.5,0.75,1],"score":1,"label":"car"},["person",0,0.125,0.5,0.25]]',
      JSON.stringify('[{"label": "car", "box": [0.25, 0.5, 0.75, 1]}, ["person", 0, 0.125, 0.5, 0.25]]'),
    ]
    expect(await read(cells)).toEqual(cells.map(() => ({ there: true, target: two })))
  })

  it('may be none, which is no missing target', async () => {
    expect(await read(['[]', 'null'])).toEqual([{ there: true, target: [...none, ...none, ...none] }, { there: false, target: [...none, ...none, ...none] }])
  })

  it('come from a CSV, where an empty cell is missing', async () => {
    const folder = folderOf({ 'a.csv': 'x,y\n0,"[[""car"", 0.25, 0.5, 0.75, 1], [""person"", 0, 0.125, 0.5, 0.25]]"\n1,[]\n2,\n' })
    expect((await rowsOf(folder, 'a.csv', traffic)).map(({ there, target }) => (there ? target : 'masked'))).toEqual([two, [...none, ...none, ...none], 'masked'])
  })

  it('come from a Parquet file, as records', async () => {
    const folder = folderOf({})
    await writeParquet(join(folder, 'a.parquet'), `
      select 0 as x, [{'label': 'car', 'box': [0.25, 0.5, 0.75, 1]}, {'label': 'person', 'box': [0, 0.125, 0.5, 0.25]}] as y
      union all select 1, []`)
    expect((await rowsOf(folder, 'a.parquet', traffic)).map(({ target }) => target)).toEqual([two, [...none, ...none, ...none]])
  })

  it('by number are of numbers', async () => {
    expect((await read(['[[0,0.25,0.5,0.75,1],["1",0,0.125,0.5,0.25]]'], { ...traffic, labels: ['0', '1'], numeric: true }))[0]?.target).toEqual(two)
  })

  it('may end a hair beyond the image, by rounding', async () => {
    expect((await read([`[["car",-0.0000001,0.5,0.75,${0.1 + 0.2 + 0.7 + 1e-7}]]`]))[0]?.target.slice(0, 5)).toEqual([0, 0, 0.5, 0.75, 1])
  })

  it('tell rows apart whatever other labels there are', async () => {
    const grown: BoxesField = { ...traffic, labels: ['bus', 'car', 'person'] }
    expect(await partsOf(grown)).toEqual(await partsOf(traffic))
    expect(await hashOf(traffic, '[["car",0,0,1,1]]')).not.toBe(await hashOf(traffic, '[["person",0,0,1,1]]'))
  })
})

const finding = async (cell: string) => (await findingsOf(folderOf({ 'a.jsonl': lines([cell]) }), { sources: [source('a.jsonl')], targets: [field('y', traffic)] }))
  .map(({ code, message }) => `${code} ${message.replace(/^"a.jsonl", row 1, column `y`: /, '')}`)

describe('a bad row', () => {
  const type = 'boxes<"car", "person">(max = 3)'
  it.each([
    ['a text', '"car"', `MTL4123 "car" is not a box of ${type}`],
    ['no sides', '[["car",0,0]]', `MTL4123 a list of 3 is not a box of ${type}`],
    ['an object without sides', '[{"label":"car"}]', String.raw`MTL4123 "{\"label\":\"car\"}" is not a box of ${type}`],
    ['a side that is no number', '[["car",0,0,1,"x"]]', `MTL4123 a list of 5 is not a box of ${type}`],
    ['width and height instead of right and bottom', '[["car",0.5,0.5,0.25,0.25]]', `MTL4123 [0.5, 0.5, 0.25, 0.25] is not a box of ${type}`],
    ['a box of no width', '[["car",0.5,0.5,0.5,0.75]]', `MTL4123 [0.5, 0.5, 0.5, 0.75] is not a box of ${type}`],
    ['another label', '[["bus",0,0,1,1]]', `MTL4104 "bus" is not a label of ${type}`],
    ['pixels', '[["car",12,30,40,60]]', `MTL4122 12 is no place in the image: coordinates of ${type} are shares of its width and height, from 0 to 1`],
    ['no number', '[["car",0,0,1,"NaN"]]', 'MTL4103 "NaN" is not a finite number'],
    ['more boxes than the type takes', JSON.stringify(Array.from({ length: 4 }, () => ['car', 0, 0, 1, 1])), `MTL4124 there are 4 boxes, more than ${type} takes`],
  ])('%s', async (_title, cell, message) => {
    expect(await finding(cell)).toEqual([message])
  })
})

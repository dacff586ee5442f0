import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Part, TypedSplit } from '../../src/check/typed.js'
import { digestOf } from '../../src/data/digest.js'
import { inspectTable } from '../../src/data/inspect.js'
import { divide } from '../../src/data/split.js'
import { collect, field, folderOf, label, number, open, sorted, source, span, values } from './fixture.js'

const parts: readonly Part[] = ['train', 'validation', 'test']
const shares = (given: Partial<Record<Part, number>>, rest: Partial<Extract<TypedSplit, { kind: 'shares' }>> = {}) =>
  ({ kind: 'shares', of: 'all', shares: given, seed: 7, span, ...rest }) as const

const table = (rows: readonly (readonly [number, number])[]): string => `x,y\n${rows.map((row) => row.join(',')).join('\n')}\n`
const numbered = Array.from({ length: 1000 }, (_, index): [number, number] => [index, index % 7])

/** The values of x, part by part. */
async function membersOf(directory: string, described: Parameters<typeof open>[1]): Promise<Readonly<Record<Part, readonly number[]>>> {
  const dataset = await open(directory, described)
  const found: Record<Part, readonly number[]> = { train: [], validation: [], test: [] }
  for (const part of parts) found[part] = sorted(values(await collect(dataset, part), ({ inputs }) => inputs.x))
  return found
}

describe('a split by shares', () => {
  it('gives every row a part, about as many as asked for', async () => {
    const members = await membersOf(folderOf({ 'a.csv': table(numbered) }), { sources: [source('a.csv')], split: shares({ train: 0.7, validation: 0.1, test: 0.2 }) })
    expect(sorted(parts.flatMap((part) => members[part]))).toEqual(numbered.map(([x]) => x))
    expect(members.train.length).toBeGreaterThan(650)
    expect(members.train.length).toBeLessThan(750)
    expect(members.validation.length).toBeGreaterThan(70)
    expect(members.test.length).toBeGreaterThan(160)
  })

  it('depends on the content of rows, not on their order, their file, or its format', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.tuple(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: 0, max: 3 })), { minLength: 20, maxLength: 60 }), fc.integer({ min: 0, max: 60 }), async (rows, cut) => {
        const moved = [...rows.slice(cut), ...rows.slice(0, cut)].toReversed()
        const half = moved.length >> 1
        const directory = folderOf({
          'one.csv': table(rows),
          'two/a.csv': table(moved.slice(0, half)),
          'two/b.jsonl': moved.slice(half).map(([x, y]) => JSON.stringify({ x, y })).join('\n'),
        })
        const split = shares({ validation: 0.5 })
        const [one, two] = await Promise.all(['one.csv', 'two/*'].map((name) => open(directory, { sources: [source(name)], split })))
        expect(two?.hash).toBe(one?.hash)
        for (const part of parts) {
          const [a, b] = await Promise.all([one, two].map((dataset) => (dataset === undefined ? [] : collect(dataset, part))))
          expect(values(b ?? [], ({ inputs }) => inputs.x)).toEqual(values(a ?? [], ({ inputs }) => inputs.x))
        }
      }),
      { seed: 1, numRuns: 8 },
    )
  })

  it('keeps equal rows together', async () => {
    const twice = numbered.flatMap((row) => [row, row])
    const members = await membersOf(folderOf({ 'a.csv': table(twice) }), { sources: [source('a.csv')], split: shares({ validation: 0.3, test: 0.3 }) })
    const all = parts.flatMap((part) => [...new Set(members[part])])
    expect(all.length).toBe(1000)
    expect(parts.map((part) => members[part].length).every((count) => count % 2 === 0)).toBe(true)
  })

  it('moves only the rows that a changed share must move', async () => {
    const directory = folderOf({ 'a.csv': table(numbered) })
    const before = await membersOf(directory, { sources: [source('a.csv')], split: shares({ validation: 0.1, test: 0.2 }) })
    const after = await membersOf(directory, { sources: [source('a.csv')], split: shares({ validation: 0.3, test: 0.2 }) })
    expect(after.test).toEqual(before.test)
    expect(before.validation.every((x) => after.validation.includes(x))).toBe(true)
  })

  it('moves no row when labels are added, or come in another order', async () => {
    const colors = ['red', 'green', 'blue']
    const rows = numbered.map(([x]) => `${x},${colors[x % 3]},${x % 2 === 0 ? 'yes' : 'no'}`).join('\n')
    const directory = folderOf({ 'a.csv': `x,color,answer\n${rows}\n` })
    const members = (...[categories, labels]: readonly [readonly string[], readonly string[]]) =>
      membersOf(directory, {
        sources: [source('a.csv')],
        inputs: [number('x'), field('color', { kind: 'category', labels: categories })],
        targets: [label('answer', ...labels)],
        split: shares({ validation: 0.3, test: 0.3 }),
      })
    const before = await members(['red', 'green'], ['yes', 'no'])
    expect(await members(['red', 'green', 'blue'], ['yes', 'no'])).toEqual(before)
    expect(await members(['blue', 'black', 'green', 'red'], ['maybe', 'no', 'yes'])).toEqual(before)
  })

  it('moves no other row when a row brings a new value to a table', async () => {
    const rows = numbered.map(([x]) => `${x},${x % 5},${['m', 'w'][x % 2]},${x % 3}`)
    const directory = folderOf({
      'a.csv': `x,b,a,y\n${rows.join('\n')}\n`,
      'b.csv': `x,b,a,y\n${rows.join('\n')}\n5000,none,d,0\n`,
    })
    const members = async (file: string) => {
      const type = await inspectTable({ sources: [source(file)], file: join(directory, 'a.mtl'), except: ['x', 'y'] })
      if (!('kind' in type)) throw new Error('no table')
      return [type.numbers, await membersOf(directory, { sources: [source(file)], inputs: [number('x'), field('row', type)], split: shares({ validation: 0.3, test: 0.3 }) })] as const
    }
    const [[numbers, before], [fewer, after]] = await Promise.all([members('a.csv'), members('b.csv')])
    expect([numbers, fewer]).toEqual([['b'], []])
    for (const part of parts) expect(after[part].filter((x) => x < 5000)).toEqual(before[part])
  })

  it('changes with the seed', async () => {
    const directory = folderOf({ 'a.csv': table(numbered) })
    const [a, b] = [7, 8].map((seed) => membersOf(directory, { sources: [source('a.csv')], split: shares({ test: 0.5 }, { seed }) }))
    expect((await a)?.test).not.toEqual((await b)?.test)
  })

  it('takes from one part and leaves the others alone', async () => {
    const directory = folderOf({ 'a.csv': table(numbered), 'b.csv': table([[5000, 1]]) })
    const members = await membersOf(directory, { sources: [source('a.csv', 'train'), source('b.csv', 'test')], split: shares({ validation: 0.1 }, { of: 'train' }) })
    expect(members.test).toEqual([5000])
    expect(members.train.length + members.validation.length).toBe(1000)
    const halves = await membersOf(directory, { sources: [source('b.csv', 'train'), source('a.csv', 'test')], split: shares({ validation: 0.5 }, { of: 'test' }) })
    expect(halves.train).toEqual([5000])
    expect(halves.validation.length).toBeGreaterThan(400)
    expect(halves.test.length).toBeGreaterThan(400)
  })

  it('keeps a group on one side', async () => {
    const rows = numbered.map(([x]) => `${x},0,user ${x % 50}`).join('\n')
    const members = await membersOf(folderOf({ 'a.csv': `x,y,user\n${rows}\n` }), { sources: [source('a.csv')], split: shares({ validation: 0.3 }, { group: 'user' }) })
    const groups = parts.map((part) => new Set(members[part].map((x) => x % 50)))
    expect(groups.reduce((total, group) => total + group.size, 0)).toBe(50)
    expect(groups[1]?.size).toBeGreaterThan(5)
  })

  it('is the same in every version', () => {
    const split = shares({ validation: 0.25, test: 0.25 })
    expect(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((content) => divide(split, digestOf(content)))).toMatchInlineSnapshot(`
      [
        "train",
        "train",
        "test",
        "test",
        "train",
        "validation",
        "train",
        "train",
      ]
    `)
  })
})

describe('a split by column', () => {
  it('does what the column says', async () => {
    const directory = folderOf({ 'a.csv': 'x,y,part\n1,0,train\n2,0,Validation\n3,0,val\n4,0,test\n5,0,dev\n' })
    const members = await membersOf(directory, { sources: [source('a.csv')], split: { kind: 'column', column: 'part', span } })
    expect(members).toEqual({ train: [1], validation: [2, 3, 5], test: [4] })
  })
})

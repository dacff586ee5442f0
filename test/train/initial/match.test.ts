import { describe, expect, test } from 'vitest'
import { grouped } from '../../../src/train/initial/group.js'
import { fits, matchWeights, suggestMapping, type Shapes } from '../../../src/train/initial/match.js'

const shapes = (entries: Readonly<Record<string, readonly number[]>>): Shapes => new Map(Object.entries(entries))

const model = shapes({
  'trunk.stem.conv.weight': [8, 3, 3, 3],
  'trunk.stem.norm.scale': [8],
  'trunk.stem.norm.running_mean': [8],
  'left.dense.weight': [2, 8],
})

describe('names', () => {
  test('are the same without a mapping', () => {
    expect(matchWeights(model, model)).toMatchObject({ taken: new Map([...model.keys()].map((name) => [name, name])), missing: [], different: [], others: [], unused: [] })
  })

  test('a norm’s scale may be called its weight, as in PyTorch', () => {
    expect(matchWeights(shapes({ 'norm.scale': [8] }), shapes({ 'norm.weight': [8] })).taken).toEqual(new Map([['norm.scale', 'norm.weight']]))
    expect(matchWeights(shapes({ 'norm.scale': [8] }), shapes({ 'norm.weight': [8], 'norm.scale': [8] })).taken).toEqual(new Map([['norm.scale', 'norm.scale']]))
  })

  test('a task’s copy begins as what was shared, unless the file has it for itself', () => {
    const copies = shapes({ 'trunk@left.dense.weight': [4], 'trunk@right.dense.weight': [4] })
    expect(matchWeights(copies, shapes({ 'trunk.dense.weight': [4], 'trunk@right.dense.weight': [4] })).taken).toEqual(
      new Map([['trunk@left.dense.weight', 'trunk.dense.weight'], ['trunk@right.dense.weight', 'trunk@right.dense.weight']]),
    )
  })

  test('what does not match is told apart: missing, of another shape, not used', () => {
    const file = shapes({ 'trunk.stem.conv.weight': [8, 1, 3, 3], 'trunk.stem.norm.weight': [8], 'old.dense.weight': [5, 8] })
    expect(matchWeights(model, file)).toEqual({
      taken: new Map([['trunk.stem.norm.scale', 'trunk.stem.norm.weight']]),
      missing: ['trunk.stem.norm.running_mean', 'left.dense.weight'],
      different: [{ name: 'trunk.stem.conv.weight', needed: [8, 3, 3, 3], found: [8, 1, 3, 3] }],
      others: [],
      unused: ['old.dense.weight'],
    })
  })
})

describe('a mapping', () => {
  const file = shapes({ 'backbone.conv1.weight': [8, 3, 3, 3], 'backbone.bn1.weight': [8], 'backbone.bn1.running_mean': [8], 'fc.weight': [2, 8] })

  test('gives each weight the prefix of the longest path that covers it; the rest is left aside', () => {
    const mapping = [{ path: 'trunk.stem', prefix: 'backbone' }, { path: 'trunk.stem.conv', prefix: 'backbone.conv1' }, { path: 'trunk.stem.norm', prefix: 'backbone.bn1.' }]
    expect(matchWeights(model, file, mapping)).toMatchObject({
      taken: new Map([
        ['trunk.stem.conv.weight', 'backbone.conv1.weight'], ['trunk.stem.norm.scale', 'backbone.bn1.weight'], ['trunk.stem.norm.running_mean', 'backbone.bn1.running_mean'],
      ]),
      missing: [], others: ['left.dense.weight'], unused: ['fc.weight'],
    })
  })

  test('goes by whole names, not by letters', () => {
    expect(matchWeights(shapes({ 'stem2.weight': [1] }), shapes({ 'conv2.weight': [1] }), [{ path: 'stem', prefix: 'conv' }])).toMatchObject({ taken: new Map(), others: ['stem2.weight'] })
  })

  test('may name one weight, or the whole file', () => {
    const one = [{ path: 'left.dense.weight', prefix: 'fc.weight' }, { path: 'trunk', prefix: '' }]
    expect(matchWeights(model, shapes({ 'fc.weight': [2, 8], 'stem.conv.weight': [8, 3, 3, 3] }), one).taken).toEqual(
      new Map([['trunk.stem.conv.weight', 'stem.conv.weight'], ['left.dense.weight', 'fc.weight']]),
    )
  })

  test('is suggested where names and shapes agree below some prefix', () => {
    const other = shapes({ 'net.body.stem.conv.weight': [8, 3, 3, 3], 'net.body.stem.norm.weight': [8], 'net.body.stem.norm.running_mean': [8], 'net.head.dense.weight': [2, 8] })
    expect(suggestMapping(model, other)).toEqual([{ path: 'trunk', prefix: 'net.body' }, { path: 'left', prefix: 'net.head' }])
    expect(suggestMapping(model, shapes({ 'net.dense.weight': [7] }))).toEqual([])
  })
})

test.each([
  [[8], [8], true],
  [[8, 1, 1], [8], true],
  [[], [1], true],
  [[1, 3], [3, 1], false],
  [[3, 8], [8, 3], false],
  [[2, 0], [0], false],
])('%j takes %j: %j', (needed, found, expected) => {
  expect(fits(needed, found)).toBe(expected)
})

describe('many names', () => {
  test('are told by what they begin with', () => {
    expect(grouped(['left.dense.weight', 'left.dense.bias', 'right.dense.weight'])).toBe('`left.dense` (2), `right.dense.weight`')
  })

  test('by less of it where these would be many, and by number where even that is', () => {
    const layers = Array.from({ length: 20 }, (_, index) => `trunk.layer${index}.conv.weight`)
    expect(grouped([...layers, 'left.weight'])).toBe('`trunk` (20), `left.weight`')
    expect(grouped(Array.from({ length: 9 }, (_, index) => `t${index}.weight`))).toMatch(/`t5\.weight` and 3 more$/)
  })
})

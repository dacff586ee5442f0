import { describe, expect, test } from 'vitest'
import { differences } from '../../src/train/made.js'

const long = 'a'.repeat(64)
const made = { version: '1.0.0', threads: '2', 'the data': long, 'the program': long, epochs: '20', optimizer: 'adam', 'optimizer.lr': '0.01' }

describe('what a checkpoint was made from', () => {
  test.each([
    ['nothing', {}, []],
    ['short values, which are said', { threads: '1', epochs: '30' }, ['threads 2, now 1', 'epochs 20, now 30']],
    ['a hash, which is named', { 'the data': 'b'.repeat(64) }, ['the data']],
    ['a parameter of a method', { 'optimizer.lr': '0.1' }, ['optimizer.lr 0.01, now 0.1']],
    ['a method, without its parameters', { optimizer: 'sgd', 'optimizer.lr': '0.1', 'optimizer.momentum': '0.9' }, ['optimizer adam, now sgd']],
    ['a method that there was none of', { clip: 'norm', 'clip.max': '1' }, ['clip none, now norm']],
    ['data, and a program that may only hold what was measured in them', { 'the data': 'b'.repeat(64), 'the program': 'c'.repeat(64) }, ['the data or the program']],
  ])('differs in %s', (_what, change, expected) => {
    expect(differences(made, { ...made, ...change })).toEqual(expected)
  })

  test('says which method is no more there', () => {
    expect(differences({ ...made, clip: 'norm', 'clip.max': '1' }, made)).toEqual(['clip norm, now none'])
  })

  test('is not known of checkpoints that did not keep it', () => {
    expect(differences(undefined, made)).toEqual(['by an older version of mtlc'])
  })
})

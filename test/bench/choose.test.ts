import { describe, expect, test } from 'vitest'
import { chosen, threadCounts, UsageError } from '../../bench/choose.js'

describe('what a benchmark measures', () => {
  const all = [{ name: 'mlp' }, { name: 'gru' }]

  test('is everything, or what --only names', () => {
    expect(chosen(all, undefined)).toEqual(all)
    expect(chosen(all, ['gru'])).toEqual([{ name: 'gru' }])
  })

  test('is nothing by a name that there is not', () => {
    expect(() => chosen(all, ['gru', 'nope'])).toThrow(new UsageError('--only: there is no nope; there are mlp, gru'))
  })

  test.each(['0', '1.5', 'two', '1,', '-1'])('takes no threads of %s', (text) => {
    expect(() => threadCounts(text)).toThrow(UsageError)
  })

  test('takes threads as a list', () => {
    expect(threadCounts('1,2')).toEqual([1, 2])
  })
})

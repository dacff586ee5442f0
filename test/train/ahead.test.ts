import { describe, expect, test } from 'vitest'
import { ahead } from '../../src/train/ahead.js'

/** Counts up, telling what happens. */
async function* counting(to: number, log: string[]): AsyncGenerator<number> {
  try {
    for (let item = 1; item <= to; item++) {
      log.push(`make ${item}`)
      yield item
    }
  } finally {
    log.push('closed')
  }
}

async function* broken(): AsyncGenerator<number> {
  yield 1
  throw new Error('in source')
}

describe('ahead', () => {
  test('makes the next item while one is used', async () => {
    const log: string[] = []
    await ahead(counting(2, log), async (item, prepareNext) => {
      log.push(`begin ${item}`)
      prepareNext()
      await new Promise(setImmediate)
      log.push(`end ${item}`)
    })
    expect(log).toEqual(['make 1', 'begin 1', 'make 2', 'end 1', 'begin 2', 'closed', 'end 2'])
  })

  test('ends where it is told to, and closes the source', async () => {
    const log: string[] = []
    await ahead(counting(9, log), async (item) => item < 2)
    expect(log).toEqual(['make 1', 'make 2', 'closed'])
  })

  test('a failure of the use closes the source and is the one that is told', async () => {
    const log: string[] = []
    const failing = ahead(counting(9, log), async (_item, prepareNext) => {
      prepareNext()
      throw new Error('in use')
    })
    await expect(failing).rejects.toThrow('in use')
    expect(log.at(-1)).toBe('closed')
  })

  test('a failure of the source is told when its item is asked for', async () => {
    const used: number[] = []
    const failing = ahead(broken(), async (item, prepareNext) => {
      prepareNext()
      await new Promise(setImmediate)
      used.push(item)
    })
    await expect(failing).rejects.toThrow('in source')
    expect(used).toEqual([1])
  })
})

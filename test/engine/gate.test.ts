import { expect, it } from 'vitest'
import { createGate, passing, shutGate } from '../../src/engine/gate.js'

it('lets work pass, and its failures', async () => {
  const gate = createGate()
  expect(await passing(gate, async () => 7)).toBe(7)
  await expect(passing(gate, () => Promise.reject(new Error('no luck')))).rejects.toThrow('no luck')
  expect([...gate]).toEqual([0, 0])
})

it('begins nothing once it is shut', async () => {
  const gate = createGate()
  shutGate(gate, 1000)
  let begun = false
  void passing(gate, async () => (begun = true))
  await new Promise((resolve) => setImmediate(resolve))
  expect(begun).toBe(false)
})

it('does not wait forever for work that does not end', () => {
  const gate = createGate()
  void passing(gate, () => new Promise(() => undefined))
  shutGate(gate, 10)
  expect([...gate]).toEqual([1, 1])
})

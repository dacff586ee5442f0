import { expect, it } from 'vitest'
import { covers } from '../../src/ir/path.js'

it('a path covers itself and what stands below it, and no other that begins alike', () => {
  expect(covers('trunk.stem', 'trunk.stem')).toBe(true)
  expect(covers('trunk.stem', 'trunk.stem.conv.weight')).toBe(true)
  expect(covers('trunk.stem', 'trunk.stem2.weight')).toBe(false)
  expect(covers('trunk.stem', 'trunk')).toBe(false)
})

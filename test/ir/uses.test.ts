import { expect, it } from 'vitest'
import { parseGraph } from '../../src/ir/text.js'
import { usesOf } from '../../src/ir/uses.js'

it('says who makes and who reads a value', () => {
  const uses = usesOf(parseGraph(`graph g {
    input x: f32[2] = %0
    %1: f32[2] = exp(%0)
    %2: f32[2] = mul(%1, %1)
    %3: f32[2] = add(%1, %2)
    output y = %3
    output again = %3
    output exp = %1
  }`))
  expect([0, 1, 2, 3].map(uses.maker)).toEqual([undefined, 0, 1, 2])
  expect([0, 1, 2, 3].map(uses.users)).toEqual([[0], [1, 1, 2], [2], []])
  // Outputs of the graph read, too.
  expect([0, 1, 2, 3].map(uses.count)).toEqual([1, 4, 1, 2])
})

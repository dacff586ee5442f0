import { expect, test } from 'vitest'
import { normalize, parseGraph, printGraph } from '../../src/ir/text.js'
import { dce } from '../../src/passes/dce.js'
import { fuse } from '../../src/passes/fuse.js'

const fused = (text: string) => printGraph(normalize(dce.run(fuse.run(parseGraph(text)))))
const graph = (nodes: string) => `graph g {
  input a: f32[3, 2] = %0
  input b: f32[3, 4] = %1
  input c: f32[2, 4] = %2
${nodes}
}`

test('momentum times velocity plus a gradient is one product', () => {
  const before = graph(`  %3: f32[] = constant() {value = f32[](0.9)}
  %4: f32[2, 4] = mul(%2, %3)
  %5: f32[2, 4] = matmul(%0, %1) {transA = true}
  %6: f32[2, 4] = add(%4, %5)
  output y = %6`)
  const expected = graph(`  %3: f32[2, 4] = matmul_add(%0, %1, %2) {transA = true, scale = 0.9}
  output y = %3`)
  expect(fused(before).replace(/0\.8999\d+/, '0.9')).toBe(printGraph(normalize(parseGraph(expected))))
})

test('a product that something else reads stays', () => {
  const before = graph(`  %3: f32[2, 4] = matmul(%0, %1) {transA = true}
  %4: f32[2, 4] = add(%3, %2)
  output y = %4
  output product = %3`)
  expect(fused(before)).toBe(printGraph(normalize(parseGraph(before))))
})

test('a product to which a smaller tensor is added stays', () => {
  const before = graph(`  input row: f32[4] = %9
  %3: f32[2, 4] = matmul(%0, %1) {transA = true}
  %4: f32[2, 4] = add(%3, %9)
  output y = %4`)
  expect(fused(before)).toBe(printGraph(normalize(parseGraph(before))))
})

test('what is scaled by a value that is not constant is added whole', () => {
  const before = graph(`  input s: f32[] = %9
  %3: f32[2, 4] = mul(%2, %9)
  %4: f32[2, 4] = matmul(%0, %1) {transA = true}
  %5: f32[2, 4] = add(%3, %4)
  output y = %5`)
  const expected = graph(`  input s: f32[] = %9
  %3: f32[2, 4] = mul(%2, %9)
  %4: f32[2, 4] = matmul_add(%0, %1, %3) {transA = true, scale = 1}
  output y = %4`)
  expect(fused(before)).toBe(printGraph(normalize(parseGraph(expected))))
})

/** A short run of what `npm run bench -- fuzz` does for longer, and files that are meant to hurt. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkFiles, checkText, things } from '../check/kit.js'
import { anyFile } from './mutations.js'
import { survives } from './survives.js'

test('any file, of the grammar or changed in a few places, ends in findings that have a place', async () => {
  await fc.assert(fc.asyncProperty(anyFile(), survives), { seed: 20, numRuns: 600 })
})

const codes = async (text: string): Promise<readonly string[]> => [...new Set((await checkText(text)).diagnostics.map(({ code }) => code))]
const times = (text: string, count: number): string => text.repeat(count)
const used = (expression: string): string => `${things}model M on Things { task kind = ${expression} |> Dense(10) }`

describe('a hostile file ends in a finding', () => {
  test.each([
    ['ten megabytes', times('const a = 1\n', 900_000), ['MTL1021']],
    ['a million brackets', times('(', 990_000), ['MTL1010', 'MTL1020']],
    ['values nested ten thousand deep', `const a = ${times('(', 10_000)}1${times(')', 10_000)}`, ['MTL1012']],
    ['branches nested ten thousand deep', `block B(x: f32[C]) -> f32[C] { ${times('if true { ', 10_000)}x${times(' }', 10_000)} }`, ['MTL1012']],
    ['a sum of a hundred thousand numbers', `const a = ${times('1 + ', 100_000)}1`, ['MTL1012']],
    ['a billion layers', used('vector |> repeat(1000000000) Dense(10)'), ['MTL2025']],
    ['a billion copies', used('sum([Dense(10)(vector) for i in 0..1000000000])'), ['MTL2025']],
    ['a billion layers in a block', `block Deep(x: f32[D]) -> f32[D] { x |> repeat(1000000000) Dense(D) }\n${used('vector |> Deep')}`, ['MTL2025']],
    ['a billion labels', `${things.replace('label<10>', 'label<1000000000>')}`, ['MTL4202']],
    ['a billion channels', `${things.replace('image[3, 8, 8]', 'image[1000000000, 8, 8]')}`, ['MTL4202']],
    ['a block of itself', `block A(x: f32[C]) -> f32[C] { x |> A |> A }\n${used('vector |> A')}`, ['MTL2024']],
    [
      'two to the power of forty layers',
      `${Array.from({ length: 40 }, (_, i) => `block A${i}(x: f32[C]) -> f32[C] { x |> A${i + 1} |> A${i + 1} }`).join('\n')}
      block A40(x: f32[C]) -> f32[C] { relu(x) }\n${used('vector |> A0')}`,
      ['MTL2025'],
    ],
    ['a number of half a million digits', `const a = ${times('9', 500_000)}`, ['MTL1006']],
    ['values that need each other', 'const a = b\nconst b = c\nconst c = a', ['MTL2022']],
    ['an open comment', `/* ${times('x', 990_000)}`, ['MTL1003']],
  ])('%s', async (_name, text, expected) => {
    expect(await codes(text)).toEqual(expected)
  })

  test('files that import each other', async () => {
    const { diagnostics } = await checkFiles({ 'main.mtl': 'import { a } from "./b.mtl"\nconst c = a', 'b.mtl': 'import { c } from "./main.mtl"\nconst a = c' })
    expect(diagnostics.map(({ code }) => code)).toEqual(['MTL2021'])
  })
})

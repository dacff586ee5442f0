import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { signatureOf, typeInWords, wordsOf, writtenValue } from '../../../src/check/methods/describe.js'
import { methodPage } from '../../../src/check/methods/document.js'
import { methodGroups } from '../../../src/check/methods/index.js'
import { losses } from '../../../src/check/methods/losses.js'
import { epochs, float, list, stretch, word } from '../../../src/check/methods/method.js'
import { optimizers } from '../../../src/check/methods/optimizers.js'

it('the page of methods is what docs/language/methods.md holds: after a change, run `npx tsx scripts/method-docs.ts`', () => {
  expect(readFileSync(new URL('../../../docs/language/methods.md', import.meta.url), 'utf8')).toBe(methodPage(methodGroups))
})

describe('a parameter in words', () => {
  it('says its type, its bounds and its words', () => {
    expect(typeInWords(float('', 0, { least: 0, most: 1, open: 'most' }))).toBe('float ≥ 0, < 1')
    expect(typeInWords(stretch('', epochs(1)))).toBe('epochs or steps > 0')
    expect(typeInWords(word('', ['unstructured', '2:4'], undefined))).toBe('unstructured | "2:4"')
    expect(typeInWords(list('float', '', { least: 0 }, ['balanced']))).toBe('list of float ≥ 0, or balanced')
    expect(wordsOf(list('float', '', {}, ['balanced']))).toEqual(['balanced'])
  })

  it('has its default as it is written', () => {
    expect([epochs(1), epochs(2), { dimension: 'steps', value: 10 } as const, 'min', '2:4', [1, 2], true].map(writtenValue)).toEqual([
      '1 epoch', '2 epochs', '10 steps', 'min', '"2:4"', '[1, 2]', 'true',
    ])
  })

  it('stands in the signature of its method', () => {
    const [mse, lion] = [losses.get('mse'), optimizers.get('lion')]
    expect(mse === undefined ? '' : signatureOf('mse', mse)).toBe('mse')
    expect(lion === undefined ? '' : signatureOf('lion', lion)).toBe('lion(lr: float > 0 = 0.0001, beta1: float ≥ 0, < 1 = 0.9, beta2: float ≥ 0, < 1 = 0.99, weight_decay: float ≥ 0 = 0)')
  })
})

/** Pieces back to a text. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { joinPieces, joinWords } from '../../../src/data/text/join.js'
import { specialPieces } from '../../../src/data/text/pieces.js'
import { wordsOf } from '../../../src/data/text/words.js'

describe('words are joined as they were written', () => {
  test.each([
    'it is late.', 'no, thanks!', 'who (if anyone) said so?', 'she said: "come in", and left.', "'so' and \"so\"", '“so” — or ‘not’?', '«oui», dit-il…',
    'at 10:30, 5% of 1,000', 'a.b@c.org', '日本語。はい', '',
  ])('%s', (text) => {
    expect(joinWords(wordsOf(text))).toBe(text)
  })

  test('and signs that may stand anywhere stand by themselves', () => {
    expect(joinWords(wordsOf('2+2=4, a+ b, $5'))).toBe('2+2=4, a + b, $ 5')
  })

  test('so that the words of the text are the same again, whatever they are', () => {
    const letters = fc.constantFrom(...'ab9É.,;!?()[]{}"\'“”‘’«»…%-+ \u0301漢。😀'.match(/./gsu) ?? [])
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: letters, maxLength: 30 }), fc.string({ unit: 'binary' })), (text) => {
        const words = wordsOf(text)
        expect(wordsOf(joinWords(words))).toEqual(words)
      }),
      { seed: 2, numRuns: 2000 },
    )
  })
})

test('pieces that go on with a word stand at the piece before, and a first one begins a word', () => {
  const pieces = [...specialPieces, 'un', '##known', '##s', '.']
  expect(joinPieces([3, 4, 5, 6, 3], pieces)).toBe('unknowns. un')
  expect(joinPieces([4, 3], pieces)).toBe('known un')
  expect(joinPieces([], pieces)).toBe('')
})

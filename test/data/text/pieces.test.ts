/** Words, the pieces that are learned for them, and words cut into pieces. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { learnPieces } from '../../../src/data/text/learn.js'
import { piecesBy, specialPieces } from '../../../src/data/text/pieces.js'
import { PriorityQueue } from '../../../src/data/text/queue.js'
import { tokensOf, wordsOf } from '../../../src/data/text/words.js'

const counts = (text: string): Map<string, number> => {
  const found = new Map<string, number>()
  for (const word of wordsOf(text)) found.set(word, (found.get(word) ?? 0) + 1)
  return found
}

describe('the words of a text', () => {
  test.each([
    ['are parted by white space of any kind', 'play\tsome  jazz\n', ['play', 'some', 'jazz']],
    ['have no capitals', 'Ünder ICE', ['ünder', 'ice']],
    ['are the same however their accents are written', 'cafe\u0301 café', ['café', 'café']],
    ['keep the signs within them', "don't e-mail 3.5 U.S.A.", ["don't", 'e-mail', '3.5', 'u.s.a', '.']],
    ['leave the signs around them, each a word', '“Hello,” (he) said...', ['“', 'hello', ',', '”', '(', 'he', ')', 'said', '.', '.', '.']],
    ['may be one picture each', '😀👍 ok', ['😀', '👍', 'ok']],
    ['are none where there is nothing', ' \n ', []],
  ])('%s', (_, text, words) => {
    expect(wordsOf(text)).toEqual(words)
  })

  test('come token by token, for tags', () => {
    expect(tokensOf('by the Beatles.')).toEqual([['by'], ['the'], ['beatles', '.']])
    expect(tokensOf(['New York', '', '5'])).toEqual([['new', 'york'], [], ['5']])
    expect(tokensOf(42)).toEqual([['42']])
    for (const none of [null, new Uint8Array(2), ['a', null]]) expect(tokensOf(none)).toBeUndefined()
  })
})

describe('learning pieces', () => {
  test('by hand: the pair that stands together most often comes first', () => {
    // low ×5, lower ×2, newest ×6, widest ×3: the example of Sennrich et al. 2016, here with pieces that tell whether they begin a word.
    const words = new Map([['low', 5], ['lower', 2], ['newest', 6], ['widest', 3]])
    const pieces = learnPieces(words, 23)
    expect(pieces.slice(0, 3)).toEqual(specialPieces)
    expect(pieces.slice(3, 14)).toEqual(['##e', '##w', '##s', '##t', '##o', 'l', 'n', '##d', '##i', 'w', '##r'])
    expect(pieces.slice(14)).toEqual(['##es', '##est', '##ow', 'low', '##ew', '##ewest', 'newest', '##dest', '##idest'])
  })

  test('leaves out what occurs once, so that a model meets unknown words in training', () => {
    const pieces = learnPieces(counts('tea tea tea teapot'), 100)
    expect(pieces.slice(3)).toEqual(['##a', '##e', 't', '##ea', 'tea'])
    expect(piecesBy(pieces)('teapot')).toEqual([1])
  })

  test('stops at the size that is asked for, with the most frequent characters', () => {
    expect(learnPieces(counts('aa aa b b b c'), 4)).toEqual([...specialPieces, 'b'])
    expect(learnPieces(counts('aa aa b b b c'), 5)).toEqual([...specialPieces, 'b', '##a'])
    expect(learnPieces(new Map(), 10)).toEqual(specialPieces)
  })

  const words = fc.array(fc.tuple(fc.stringMatching(/^[abc]{1,6}$/), fc.integer({ min: 1, max: 9 })), { maxLength: 20 })

  test('gives the same whatever the order of the words', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 4, max: 60 }), (pairs, size) => {
        const unique = [...new Map(pairs)]
        expect(learnPieces(new Map(unique.toReversed()), size)).toEqual(learnPieces(new Map(unique), size))
      }),
      { seed: 1, numRuns: 100 },
    )
  })

  test('gives as the next piece one whose two halves stand together most often, counted anew', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 4, max: 40 }), (pairs, size) => {
        const given = new Map(pairs)
        expect(learnPieces(given, size)).toEqual(slowly(given, size))
      }),
      { seed: 2, numRuns: 200 },
    )
  })
})

/** Texts that occur twice at least, the most frequent first. */
function most(texts: Iterable<readonly [string, number]>): [string, number][] {
  const sums = new Map<string, number>()
  for (const [text, count] of texts) sums.set(text, (sums.get(text) ?? 0) + count)
  return [...sums].filter(([, count]) => count >= 2).toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
}

/** The same by counting every pair again after each merge. */
function slowly(given: ReadonlyMap<string, number>, size: number): readonly string[] {
  const spelled = [...given].map(([word, count]) => ({ count, own: [...word].map((letter, at) => (at === 0 ? letter : `##${letter}`)) }))
  const pieces: string[] = [...specialPieces, ...most(spelled.flatMap(({ count, own }) => own.map((letter) => [letter, count] as const))).map(([letter]) => letter).slice(0, size - 3)]
  const words = spelled.filter(({ own }) => own.every((letter) => pieces.includes(letter)))
  while (pieces.length < size) {
    const [best] = most(words.flatMap(({ count, own }) => own.slice(1).map((second, at) => [`${own[at] ?? ''}\n${second}`, count] as const)))
    if (best === undefined) break
    const [first = '', second = ''] = best[0].split('\n')
    const joint = first + second.slice(2)
    if (!pieces.includes(joint)) pieces.push(joint)
    for (const word of words) {
      for (let at = 1; at < word.own.length; at++) if (word.own[at - 1] === first && word.own[at] === second) word.own.splice(at - 1, 2, joint)
    }
  }
  return pieces
}

describe('cutting words', () => {
  const cut = piecesBy([...specialPieces, 'un', 'u', '##n', '##known', '##kno', '##w'])

  test('takes the longest piece that fits, from left to right', () => {
    expect(cut('unknown')).toEqual([3, 6])
    expect(cut('unw')).toEqual([3, 8])
    expect(cut('unn')).toEqual([3, 5])
  })

  test('gives one unknown piece for a word that the pieces cannot spell', () => {
    expect(cut('known')).toEqual([1])
    expect(cut('unknowx')).toEqual([1])
    expect(cut('')).toEqual([])
  })

  test('no word is taken for a special piece', () => {
    for (const special of specialPieces) expect(wordsOf(special)).not.toContain(special)
  })
})

test('a queue gives back what comes first', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), (numbers) => {
      const queue = new PriorityQueue<number>((a, b) => a - b)
      for (const number of numbers) queue.push(number)
      expect(numbers.map(() => queue.pop())).toEqual(numbers.toSorted((a, b) => a - b))
      expect(queue.pop()).toBeUndefined()
    }),
    { seed: 3 },
  )
})

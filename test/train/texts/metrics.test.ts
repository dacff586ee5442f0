/** Metrics of texts against sacrebleu (golden.py makes the values), and by hand. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { joinPieces } from '../../../src/data/text/join.js'
import { specialPieces } from '../../../src/data/text/pieces.js'
import { metricNamed } from '../../../src/train/metrics/index.js'
import type { TextField } from '../../../src/types/field.js'
import { f32, i64, type Tensor } from '../../../src/types/tensor.js'

interface Golden {
  readonly name: string
  readonly pairs: readonly (readonly [written: string, wanted: string])[]
  readonly bleu: number
  readonly chrf: number
}
const cases: readonly Golden[] = JSON.parse(readFileSync(new URL('golden.json', import.meta.url), 'utf8'))

const max = 40
const wordsIn = (text: string): readonly string[] => text.split(' ').filter((word) => word !== '')

/** A metric of texts that are written and wanted; each word is a piece. */
function measured(name: string, pairs: Golden['pairs'], weights = pairs.map(() => 1)): number {
  const pieces = [...specialPieces, ...new Set(pairs.flat().flatMap(wordsIn))]
  const type: TextField = { kind: 'text', max, vocabulary: pieces.length }
  const codesOf = (text: string): readonly number[] => {
    const codes = [...wordsIn(text).map((word) => pieces.indexOf(word)), 2]
    return [...codes, ...Array.from({ length: max - codes.length }, () => pieces.length)]
  }
  const encoded = (side: 0 | 1): Tensor => i64([pairs.length, max], pairs.flatMap((pair) => codesOf(pair[side])))
  const accumulator = metricNamed(name).create(type, undefined, pieces)
  // Two batches: what was gathered goes on.
  accumulator.add(encoded(0), encoded(1), Float32Array.from(weights, (weight, index) => (index === 0 ? 0 : weight)))
  accumulator.add(encoded(0), encoded(1), Float32Array.from(weights, (weight, index) => (index === 0 ? weight : 0)))
  return accumulator.result()
}

describe.each(cases)('of a corpus: $name', ({ pairs, bleu, chrf }) => {
  test('bleu is that of sacrebleu', () => expect(measured('bleu', pairs)).toBeCloseTo(bleu, 7))
  test('chrf is that of sacrebleu', () => expect(measured('chrf', pairs)).toBeCloseTo(chrf, 7))
})

describe.each(['bleu', 'chrf'])('%s', (name) => {
  const word = fc.constantFrom('a', 'cat', 'dog', ',', '.', '12', "don't")
  const text = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '))

  test('is 1 for the same texts, and from 0 to 1 for any', () => {
    fc.assert(fc.property(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 5 }), (pairs) => {
      expect(measured(name, pairs.map(([, wanted]) => [wanted, wanted] as const))).toBeCloseTo(1, 12)
      expect(measured(name, pairs)).toBeGreaterThanOrEqual(0)
      expect(measured(name, pairs)).toBeLessThanOrEqual(1 + 1e-12)
    }), { seed: 3 })
  })

  test('counts a sample by its weight, and not at all without a target', () => {
    fc.assert(fc.property(fc.tuple(text, text), fc.tuple(text, text), (one, other) => {
      expect(measured(name, [one, other], [1, 2])).toBeCloseTo(measured(name, [one, other, other]), 12)
      expect(measured(name, [one, other], [0, 1])).toBeCloseTo(measured(name, [other]), 12)
    }), { seed: 4 })
    expect(measured(name, [['a', 'a']], [0])).toBeNaN()
  })
})

test('what is unknown in a true text is matched by nothing', () => {
  const pieces = [...specialPieces, 'a']
  expect(joinPieces([3, 1, 3], pieces)).toBe('a \uFFFD a')
  const accumulator = metricNamed('chrf').create({ kind: 'text', max: 3, vocabulary: 4 }, undefined, pieces)
  accumulator.add(i64([1, 3], [3, 3, 2]), i64([1, 3], [3, 1, 2]), Float32Array.of(1))
  expect(accumulator.result()).toBeLessThan(1)
})

describe('perplexity', () => {
  const type: TextField = { kind: 'text', max: 3, vocabulary: 4 }
  const { log } = Math
  const over = (logits: readonly number[], target: readonly number[], weights: readonly number[]): number => {
    const accumulator = metricNamed('perplexity').create(type)
    accumulator.add(f32([weights.length, 3, 4], logits), i64([weights.length, 3], target), Float32Array.from(weights))
    return accumulator.result()
  }
  // Odds of each piece at each of three places.
  const odds = [[1, 1, 2, 4], [1, 1, 4, 2], [5, 1, 1, 1]]
  const logits = odds.flat().map(log)

  test('is the inverse of the geometric mean of probabilities, up to the end and with it', () => {
    // Probabilities of 3 and then of the end: 4/8 and 4/8; what is beyond does not count.
    expect(over(logits, [3, 2, 4], [1])).toBeCloseTo(2, 6)
    expect(over(logits, [3, 3, 0], [1])).toBeCloseTo((2 * 4 * (8 / 5)) ** (1 / 3), 6)
  })

  test('counts every piece of all texts alike, by the weights of their samples', () => {
    const two = [...logits, ...logits]
    // log 2 twice, and log 4 at an end by itself.
    expect(over(two, [3, 2, 4, 2, 4, 4], [1, 1])).toBeCloseTo(Math.exp((2 * log(2) + log(4)) / 3), 6)
    expect(over(two, [3, 2, 4, 2, 4, 4], [1, 3])).toBeCloseTo(Math.exp((2 * log(2) + 3 * log(4)) / 5), 6)
    expect(over(logits, [3, 2, 4], [0])).toBeNaN()
  })

  test('of what is equally likely is the number of pieces, however large the logits', () => {
    expect(over(Array.from({ length: 12 }, () => 1e4), [3, 2, 4], [1])).toBeCloseTo(4, 6)
  })
})

/** Files with mistakes: sound ones, changed token by token. */
import fc from 'fast-check'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { file } from '../syntax/generate.js'

const root = join(import.meta.dirname, '../..')
/** The texts of all `.mtl` files of the library, the examples and the benchmarks. */
export const corpus = ['stdlib', 'examples', 'bench'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.mtl'))
    .toSorted()
    .map((path) => readFileSync(join(root, folder, path), 'utf8')),
)

const tokens = (text: string): readonly string[] => text.match(/\s+|\w+|"[^"]*"|\|>|->|[<>=!]=|&&|\|\||\.\.\.?|\/\/[^\n]*|[^\s\w]/g) ?? []
const sound = corpus.map(tokens)
const spare = [...new Set(sound.flat().filter((token) => token.trim() !== '' && !token.startsWith('//')))]
/** What no sound file holds, or holds rarely: limits, stray marks, other scripts. */
const rare = [
  '0', '-1', '1000000000', '99999999999999999999', '1e308', '1e999', '0.5', '""', '"', "'", '/*', '*/', '///', '{', '}', '(', ')', '[', ']', '<', '>', ',', ';',
  '...', '|>', '->', '@', '#', 'é', '😀', '\u0000', '\ufeff', '\r', '\r\n', '\t', 'if', 'else', 'let', 'true', 'where', 'repeat', 'for', 'extern', 'block', '10%', '5 KB', '1 ms',
]

const kinds = ['drop', 'replace', 'double', 'swap', 'insert', 'rare', 'cut', 'line', 'graft'] as const
type Change = readonly [at: number, kind: (typeof kinds)[number], other: number]

function change(list: readonly string[], [at, kind, other]: Change): readonly string[] {
  const index = list.length === 0 ? 0 : at % list.length
  const token = spare[other % spare.length] ?? ''
  switch (kind) {
    case 'drop': return list.toSpliced(index, 1)
    case 'replace': return list.toSpliced(index, 1, token)
    case 'double': return list.toSpliced(index, 0, list[index] ?? '')
    case 'swap': return list.length === 0 ? list : list.with(index, list[other % list.length] ?? '').with(other % list.length, list[index] ?? '')
    case 'insert': return list.toSpliced(index, 0, ' ', token, ' ')
    case 'rare': return list.toSpliced(index, 1, rare[other % rare.length] ?? '')
    case 'cut': return list.slice(0, index)
    case 'line': {
      const end = list.findIndex((each, place) => place > index && each.includes('\n'))
      return list.toSpliced(index, Math.max(1, end - index))
    }
    case 'graft': {
      const donor = sound[other % sound.length] ?? []
      return list.toSpliced(index, 0, ...donor.slice(at % Math.max(1, donor.length), (at % Math.max(1, donor.length)) + 40))
    }
  }
}

/** Files of every construct of the grammar, whatever it means; and files of the corpus with mistakes. */
export const anyFile = (): fc.Arbitrary<string> => fc.oneof({ arbitrary: mutated, weight: 3 }, { arbitrary: file, weight: 1 })

/** One to six changes of a file of the corpus. */
export const mutated: fc.Arbitrary<string> = fc
  .tuple(fc.nat({ max: sound.length - 1 }), fc.array(fc.tuple(fc.nat(), fc.constantFrom(...kinds), fc.nat()), { minLength: 1, maxLength: 6 }))
  .map(([which, changes]) => changes.reduce<readonly string[]>(change, sound[which] ?? []).join(''))

import { notText } from '../../diagnostics/data.js'
import { key } from '../../random/counter.js'
import type { TextField } from '../../types/field.js'
import { formatField } from '../../types/fields.js'
import { zeros } from '../../types/tensor.js'
import { problem } from '../problems.js'
import { padding, piecesBy, type PiecesOf } from '../text/pieces.js'
import { tokensOf } from '../text/words.js'
import type { Codec, EncodedRows, MakeCodec } from './codec.js'

/** A text's codec, and what tags over it and texts that are predicted ask of it. */
export interface TextCodec extends Codec {
  /** The pieces of a sample, `max` at most. */
  piecesOf(rows: EncodedRows, row: number, pieces: readonly string[]): readonly number[]
  /** For each place of a sample, the word whose first piece is there; −1 where none begins. */
  beginnings(rows: EncodedRows, row: number, pieces: readonly string[]): Int32Array
}

export const isTextCodec = (codec: Codec): codec is TextCodec => 'beginnings' in codec

const wordSize = 8

/**
 * Tells words apart whatever else there is, in 53 bits that a number holds exactly: of a million words, two are taken for
 * one with a probability of 1 in 18,000. Never 0, which stands for no word.
 */
const identityOf = (word: string): number => ((key(word) & 0x1fffff) * 2 ** 32 + key(word, 1)) || 1

/**
 * Pieces i64[max] and `.mask` f32[max]. The record holds the first `max` words, since every word has one piece at least:
 * which pieces they have is known once all rows are read. The words themselves are held once each, in memory.
 */
export const textCodec: MakeCodec<TextField, TextCodec> = (type, column) => {
  const { max } = type
  const wanted = formatField(type)
  const words = new Map<number, string>()
  const identities = new Map<string, number>()
  let [cutBy, cut]: [readonly string[] | undefined, PiecesOf] = [undefined, () => []]

  const identity = (word: string): number => {
    const known = identities.get(word)
    if (known !== undefined) return known
    const made = identityOf(word)
    identities.set(word, made)
    words.set(made, word)
    return made
  }

  function* wordsAt({ bytes, stride, offset }: EncodedRows, row: number): Generator<string> {
    for (let index = 0, at = offset + row * stride; index < max; index++, at += wordSize) {
      const found = bytes.readDoubleLE(at)
      if (found === 0) return
      yield words.get(found) ?? ''
    }
  }

  /** Calls back with the pieces of each word, for as many as there is room for. */
  function eachWord(rows: EncodedRows, row: number, pieces: readonly string[], visit: (word: number, own: readonly number[], place: number) => void): void {
    if (cutBy !== pieces) [cutBy, cut] = [pieces, piecesBy(pieces)]
    let [word, place] = [0, 0]
    for (const text of wordsAt(rows, row)) {
      if (place >= max) return
      const own = cut(text)
      visit(word, own.slice(0, max - place), place)
      word++
      place += own.length
    }
  }

  return {
    columns: [column],
    size: wordSize * max,
    nullable: false,
    wanted,
    encode([cell = null], record, offset) {
      const tokens = tokensOf(cell)
      if (tokens === undefined) return problem(notText, column, cell, wanted)
      for (const [index, word] of tokens.flat().slice(0, max).entries()) record.writeDoubleLE(identity(word), offset + wordSize * index)
      return undefined
    },
    decode(rows, { pieces = [] } = {}) {
      const [codes, mask] = [zeros('i64', [rows.count, max]), zeros('f32', [rows.count, max])]
      codes.data.fill(BigInt(padding))
      for (let row = 0; row < rows.count; row++) {
        eachWord(rows, row, pieces, (_, own, place) => {
          for (const [index, piece] of own.entries()) {
            codes.data[row * max + place + index] = BigInt(piece)
            mask.data[row * max + place + index] = 1
          }
        })
      }
      return { '': codes, '.mask': mask }
    },
    vocabulary: {
      size: type.vocabulary,
      visit(rows, add) {
        for (let row = 0; row < rows.count; row++) for (const word of wordsAt(rows, row)) add(word)
      },
    },
    piecesOf(rows, row, pieces) {
      const found: number[] = []
      eachWord(rows, row, pieces, (_, own) => void found.push(...own))
      return found
    },
    beginnings(rows, row, pieces) {
      const places = new Int32Array(max).fill(-1)
      eachWord(rows, row, pieces, (word, _, place) => void (places[place] = word))
      return places
    },
  }
}

import type { TextField } from '../../types/field.js'
import { zeros } from '../../types/tensor.js'
import { end, padding } from '../text/pieces.js'
import type { Codec, MakeCodec } from './codec.js'
import { textCodec } from './text.js'

/**
 * A text that is predicted: pieces i64[max] up to `end`, with one more than the last piece beyond, which counts as nothing; and `.before` i64[max],
 * the same one place later, with `end` at the first place and padding beyond. A text of `max` pieces or more is cut, and has no end: its task then
 * does not learn that it ends there.
 */
export const writtenCodec: MakeCodec<TextField, Codec> = (type, column) => {
  const { max, vocabulary } = type
  // Where words begin is asked of texts that are read, by the tags over them.
  const { beginnings: _, piecesOf, ...text } = textCodec(type, column)
  return {
    ...text,
    decode(rows, { pieces = [] } = {}) {
      const [codes, before] = [zeros('i64', [rows.count, max]), zeros('i64', [rows.count, max])]
      codes.data.fill(BigInt(vocabulary))
      before.data.fill(BigInt(padding))
      for (let row = 0; row < rows.count; row++) {
        const own = piecesOf(rows, row, pieces)
        const written = own.length < max ? [...own, end] : own
        written.forEach((piece, place) => void (codes.data[row * max + place] = BigInt(piece)))
        before.data[row * max] = BigInt(end)
        own.slice(0, max - 1).forEach((piece, place) => void (before.data[row * max + place + 1] = BigInt(piece)))
      }
      return { '': codes, '.before': before }
    },
  }
}

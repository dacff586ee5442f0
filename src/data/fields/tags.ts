import { unknownLabel, unequalTags } from '../../diagnostics/data.js'
import type { TagsField } from '../../types/field.js'
import { formatField } from '../../types/fields.js'
import { zeros } from '../../types/tensor.js'
import { textOf, type Cell } from '../cells.js'
import { problem } from '../problems.js'
import { tokensOf } from '../text/words.js'
import type { Codec, Over } from './codec.js'
import { cellHash, codesOf } from './codes.js'
import { listOf } from './lists.js'

/** A list, also as JSON in a text; or what white space parts. */
function tagsOf(cell: Cell): readonly Cell[] | undefined {
  const text = textOf(cell)
  return listOf(cell) ?? (text === undefined ? undefined : (text.match(/\S+/g) ?? []))
}

/**
 * i64[max], a code where a tagged token begins and one more than the last everywhere else. The record holds them word by
 * word, one higher, with 0 for words without a tag: those that are not the first of their token.
 */
export function tagsCodec(type: TagsField, column: string, over: Over): Codec {
  const { max, labels } = type
  const codeOf = codesOf(labels)
  const wanted = formatField(type)

  /** The tags, each with its token's first word; undefined where they are no list, or one of another length. */
  function placed(cell: Cell, text: Cell): readonly { readonly tag: Cell; readonly word: number }[] | undefined {
    const [tags, tokens] = [tagsOf(cell), tokensOf(text)]
    if (tags === undefined || tags.length !== tokens?.length) return undefined
    let word = 0
    return tags.map((tag, index) => {
      const count = tokens[index]?.length ?? 0
      word += count
      return { tag, word: count === 0 ? max : word - count }
    })
  }

  return {
    columns: [column, over.column],
    size: 4 * max,
    nullable: false,
    wanted,
    encode([cell = null, text = null], record, offset) {
      const tokens = tokensOf(text)
      // What is no text is told by its own field.
      if (tokens === undefined) return undefined
      const found = placed(cell, text)
      if (found === undefined) {
        const { length = 0 } = tagsOf(cell) ?? []
        return { kind: unequalTags, column, value: `${length} ${length === 1 ? 'tag' : 'tags'}`, wanted: `the ${tokens.length} tokens of \`${over.column}\`` }
      }
      for (const { tag, word } of found) {
        const code = codeOf(tag)
        if (code === undefined) return problem(unknownLabel, column, tag, wanted)
        if (word < max) record.writeUInt32LE(code + 1, offset + 4 * word)
      }
      return undefined
    },
    content([cell = null, text = null], record, offset) {
      for (const { tag, word } of placed(cell, text) ?? []) if (word < max) record.writeUInt32LE(cellHash(tag), offset + 4 * word)
    },
    decode(rows, { pieces = [] } = {}) {
      const codes = zeros('i64', [rows.count, max])
      codes.data.fill(BigInt(labels.length))
      for (let row = 0; row < rows.count; row++) {
        for (const [place, word] of over.codec.beginnings({ ...rows, offset: over.offset }, row, pieces).entries()) {
          const code = word < 0 ? 0 : rows.bytes.readUInt32LE(rows.offset + row * rows.stride + 4 * word)
          if (code > 0) codes.data[row * max + place] = BigInt(code - 1)
        }
      }
      return { '': codes }
    },
  }
}

import type { TextField } from '../../types/field.js'
import type { InputCodec } from './codec.js'

/** The runtime's words and pieces, as data/text has them while training. */
export const piecesRuntime = String.raw`
/** The words of a text and where they stand in it: from letter or digit to letter or digit, or one other character. */
function wordsOf(text) {
  return Array.from(text.matchAll(/[\p{L}\p{M}\p{N}](?:\S*[\p{L}\p{M}\p{N}])?|\S/gu), ({ 0: found, index }) => ({
    word: found.toLowerCase().normalize('NFC'),
    start: index,
    end: index + found.length,
  }))
}

/** The pieces of a word by their number: from left to right the longest that fits; 1, unknown, where none does. */
function cutWord(field, word) {
  field.numbers ??= new Map(field.pieces.map((piece, number) => [piece, number]))
  field.longest ??= field.pieces.reduce((most, piece) => Math.max(most, piece.length), 0)
  const found = []
  for (let at = 0; at < word.length; ) {
    let end = Math.min(word.length, at + field.longest)
    const pieceTo = () => field.numbers.get((at === 0 ? '' : '##') + word.slice(at, end))
    while (end > at && pieceTo() === undefined) end--
    if (end === at) return [1]
    found.push(pieceTo())
    at = end
  }
  return found
}

/** The words that there is room for, each with its pieces and the place of the first. */
function placedWords(field, text) {
  const placed = []
  let place = 0
  for (const { word, start, end } of wordsOf(text)) {
    if (place >= field.max) break
    const pieces = cutWord(field, word)
    placed.push({ start, end, place, pieces: pieces.slice(0, field.max - place) })
    place += pieces.length
  }
  return placed
}`

export const text: InputCodec<TextField> = {
  type: () => 'string',
  doc: ({ type }) => [`What is longer than ${type.max} pieces of words is cut.`],
  ports: ({ name, type }) => [
    { name, dtype: 'i64', shape: [type.max] },
    { name: `${name}.mask`, dtype: 'f32', shape: [type.max] },
  ],
  spec: ({ type }, learned) => ({ max: type.max, pieces: learned?.pieces ?? [] }),
  encoder: 'encodeText',
  helpers: [piecesRuntime],
  runtime: String.raw`
function encodeText(field, values) {
  const codes = new BigInt64Array(values.length * field.max)
  const mask = new Float32Array(values.length * field.max)
  values.forEach((value, sample) => {
    if (typeof value !== 'string') refuse(field, sample, 'a string', describe(value))
    for (const { place, pieces } of placedWords(field, value)) {
      pieces.forEach((piece, index) => {
        codes[sample * field.max + place + index] = BigInt(piece)
        mask[sample * field.max + place + index] = 1
      })
    }
  })
  return { [field.name]: ['int64', codes, [field.max]], [field.name + '.mask']: ['float32', mask, [field.max]] }
}`,
}

/** How findings about syntax speak: of tokens, of what would fit, and of what other languages write. */
import { tokenLabel, type IParserErrorMessageProvider, type IToken, type TokenType } from 'chevrotain'
import { distance } from '../diagnostics/distance.js'
import { end, Newline, reserved, Separator, start, Text, units } from './tokens.js'

/** `a`, `b` or `c` */
export function oneOf(things: readonly string[]): string {
  const [last = '', ...others] = things.toReversed()
  return others.length === 0 ? last : `${others.toReversed().join(', ')} or ${last}`
}

/**
 * What would fit, in words. The messages of Chevrotain's exceptions hold only that: what was found is
 * told by the token of the exception, and the sentence is made by the catalogue.
 */
export const expectations: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => tokenLabel(expected),
  buildNotAllInputParsedMessage: () => 'the end of the file',
  buildNoViableAltMessage: ({ expectedPathsPerAlt, customUserDescription }) =>
    customUserDescription ?? firstOf(expectedPathsPerAlt.flat()),
  buildEarlyExitMessage: ({ expectedIterationPaths, customUserDescription }) =>
    customUserDescription ?? firstOf(expectedIterationPaths),
}

const firstOf = (paths: readonly TokenType[][]): string =>
  oneOf([...new Set(paths.flatMap(([first]) => (first === undefined || first === Separator ? [] : [tokenLabel(first)])))])

export function describe(token: IToken): string {
  if (token.tokenType === Newline) return 'the end of the line'
  if (Number.isNaN(token.startOffset)) return 'the end of the file'
  if (token.image === '') return tokenLabel(token.tokenType)
  if (token.tokenType === Text) return token.image.length > 40 ? 'a string' : `the string ${token.image}`
  const shown = token.image.length > 40 ? `${token.image.slice(0, 40)}…` : token.image
  return reserved.has(token.tokenType) ? `the reserved word \`${shown}\`` : `\`${shown}\``
}

const wrongUnits: Readonly<Record<string, string>> = {
  m: '`M` (millions), `ms` or `min`', sec: '`s`', secs: '`s`', second: '`s`', seconds: '`s`', msec: '`ms`', millisecond: '`ms`',
  milliseconds: '`ms`', mins: '`min`', minute: '`min`', minutes: '`min`', hour: '`h`', hours: '`h`', hr: '`h`', hrs: '`h`', byte: '`B`',
  bytes: '`B`', percent: '`%`', point: '`pt`', points: '`pt`', pts: '`pt`', pp: '`pt`', thousand: '`k`', million: '`M`', billion: '`G`',
  bn: '`G`', mib: '`MiB`', kib: '`KiB`', gib: '`GiB`', pct: '`%`',
}

/** Units that are long enough to be told by a slip; `stop` is a setting, and may follow a number whose comma is missing. */
const lengths = ['epochs', 'epoch', 'steps', 'step'] as const

/** The unit that a word was meant to be, if it looks like one. */
export function suggestUnit(word: string): string | undefined {
  const lower = word.toLowerCase()
  const known = wrongUnits[lower]
  if (known !== undefined) return known
  const unit = units.find((candidate) => candidate.toLowerCase() === lower) ?? lengths.find((length) => lower !== 'stop' && distance(lower, length) === 1)
  return unit === undefined ? undefined : `\`${unit}\``
}

const characters: Readonly<Record<string, string>> = {
  '#': 'comments begin with `//`', '&': 'write `&&` for a logical and', '|': 'write `|>` to pipe a value, `||` for a logical or',
  '≤': 'write `<=`', '≥': 'write `>=`', '≠': 'write `!=`', '×': 'write `*`', '·': 'write `*`', '−': 'write `-`', '–': 'write `-`',
  '→': 'write `->`', '“': 'strings are written in plain double quotes: `"`', '”': 'strings are written in plain double quotes: `"`',
  '‘': 'strings are written in plain double quotes: `"`', '’': 'strings are written in plain double quotes: `"`', '…': 'write `...`',
  '`': 'strings are written in plain double quotes: `"`', '^': 'there is no power operator; `square(x)` and `x * x` are', 'µ': 'write `us`',
  "'": 'strings are written in double quotes: `"`', '?': 'a choice is written `if a { b } else { c }`', '@': 'a product of matrices is written `matmul(a, b)`',
}
const letter = /^\p{L}$/u

export function showCharacter(character: string): { shown: string; help?: string } {
  const code = character.codePointAt(0) ?? 0
  // Control and format characters have no glyph of their own.
  const shown = /^[\p{C}\p{Z}]$/u.test(character) ? `U+${code.toString(16).toUpperCase().padStart(4, '0')}` : character
  const help = characters[character] ?? (letter.test(character) ? 'names are made of the letters a–z and A–Z, digits and `_`' : undefined)
  return help === undefined ? { shown } : { shown, help }
}

const listHelp = 'a list is built by `[… for i in 0..n]`, and `repeat(n) Block()` stacks a block'
const topHelp = 'a value of the file is declared by `const name = …`'
const blockHelp = 'a function of tensors is declared by `block name(x: f32[C]) -> f32[C] { … }`'
const bodyHelp = 'the last line of a body is its value, no word is needed'
/** Words that begin something elsewhere, and what this language writes instead. */
const foreign: Readonly<Record<string, string>> = {
  var: topHelp, val: topHelp, def: blockHelp, fn: blockHelp, func: blockHelp, function: blockHelp, class: blockHelp, struct: blockHelp,
  fun: blockHelp, module: blockHelp, return: bodyHelp, yield: bodyHelp, while: listHelp, loop: listHelp, foreach: listHelp,
  elif: 'write `else if`', elseif: 'write `else if`', elsif: 'write `else if`', and: 'write `&&`', or: 'write `||`', not: 'write `!`',
  is: 'write `==`',
  // oxlint-disable-next-line unicorn/no-thenable
  then: 'the two values of an `if` stand in braces: `if a { b } else { c }`',
  export: 'everything that a file declares can be imported: leave the word out', public: 'leave the word out', pub: 'leave the word out',
  include: 'write `import { Name } from "file"`', require: 'write `import { Name } from "file"`', use: 'write `import { Name } from "file"`',
  using: 'write `import { Name } from "file"`', lambda: blockHelp, layer: blockHelp, dataset: 'write `data`', network: 'write `model`',
}

/** Operators of other languages, which the lexer reads as two. */
const foreignPairs: Readonly<Record<string, string>> = {
  '=>': 'write `->`', '<-': 'write `=`', '**': 'there is no power operator; `square(x)` and `x * x` are', ':=': 'write `=`',
  '+=': 'names are bound once: use a new one', '-=': 'names are bound once: use a new one', '*=': 'names are bound once: use a new one',
  '/=': 'write `!=` for unequal', '===': 'write `==`', '!==': 'write `!=`', '++': 'names are bound once: use a new one', '<>': 'write `!=`',
  '//': 'write `/`', '::': 'write `.`', ':>': 'write `|>`', '->>': 'write `|>`',
}

export interface Foreign {
  readonly word: string
  readonly instead: string
  readonly tokens: readonly IToken[]
}

/** Whether a foreign word is too much, and nothing is written in its place. */
export const isSurplus = ({ instead }: Foreign): boolean => instead === bodyHelp || instead.endsWith('leave the word out')

/** The foreign word or operator that an error at `found` comes from, if it is one. */
export function foreignAt(previous: IToken, found: IToken, next: IToken): Foreign | undefined {
  for (const token of [found, previous]) {
    const instead = Object.hasOwn(foreign, token.image) ? foreign[token.image] : undefined
    if (instead !== undefined) return { word: token.image, instead, tokens: [token] }
  }
  for (const [first, second] of [[previous, found], [found, next]] as const) {
    const pair = first.image + second.image
    const instead = end(first) === start(second) && Object.hasOwn(foreignPairs, pair) ? foreignPairs[pair] : undefined
    if (instead !== undefined) return { word: pair, instead, tokens: [first, second] }
  }
  return undefined
}

const inData = 'it stands in a `data` declaration'
const inModel = 'it stands in a `model`'
const inTask = 'it stands in a `task` of a model'
const inTrain = 'it stands in a `train` declaration'
const inCompress = 'it stands in a `compress` declaration'
const inBudget = 'it stands in the `budget` of a `compress` declaration'
/** Where the words stand that begin something. */
export const homes: Readonly<Record<string, string>> = {
  source: inData, split: inData, input: inData, target: inData, normalize: inData, augment: inData, skip: inData,
  share: inModel, task: inModel, select: inModel, predict: inTask, loss: inTask, metric: inTask,
  epochs: inTrain, batch: inTrain, optimizer: inTrain, schedule: inTrain, balance: inTrain, stop: inTrain, init: inTrain,
  accumulate: inTrain, clip: inTrain, average: inTrain, rate: inTrain, decay: inTrain, freeze: inTrain,
  prune: inCompress, quantize: inCompress, factorize: inCompress, cluster: inCompress, distill: inCompress, keep: inCompress,
  budget: inCompress, size: inBudget, params: inBudget, macs: inBudget, memory: inBudget, latency: inBudget,
  param: 'it stands in the body of a block', from: 'imports are written `import { Name } from "file"`',
  import: 'it stands at the top of the file, outside of everything', const: 'it stands outside of everything else; here, `let` names a value',
  block: 'it stands outside of everything else', data: 'it stands outside of everything else', model: 'it stands outside of everything else',
  train: 'it stands outside of everything else', compress: 'it stands outside of everything else', type: 'it stands outside of everything else',
  extern: 'it stands outside of everything else',
}

/** Where a word belongs that begins nothing in `where`. */
export function homeOf(word: string, where: string): string | undefined {
  if (word === 'let') return where === 'a file' ? topHelp : '`let` names a value in a model or in the body of a block'
  return Object.hasOwn(homes, word) ? homes[word] : undefined
}

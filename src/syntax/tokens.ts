/**
 * The tokens of the language. Words are lexed by one pattern; those that mean something in some place get
 * a token type of their own by `keywords`, and stay words everywhere else: every keyword but the few
 * reserved ones is in the category `Word`, which is what the grammar asks for where it wants a name.
 */
import { createToken, Lexer, type IToken, type TokenType } from 'chevrotain'

// ── categories ──

/** Any name, soft keywords included. */
export const Word = createToken({ name: 'Word', pattern: /[A-Za-z_]\w*/, label: 'a name' })
/** What parts the items of a block: the end of a line, or a comma. */
export const Separator = createToken({ name: 'Separator', pattern: Lexer.NA, label: 'the end of the line or `,`' })
export const ArithmeticOperator = createToken({ name: 'ArithmeticOperator', pattern: Lexer.NA, label: 'an operator' })
export const LogicOperator = createToken({ name: 'LogicOperator', pattern: Lexer.NA, label: 'a comparison' })
export const PrefixOperator = createToken({ name: 'PrefixOperator', pattern: Lexer.NA, label: '`-` or `!`' })

// ── space and comments ──

export const Newline = createToken({
  name: 'Newline', pattern: /\r\n?|\n/, label: 'the end of the line', categories: Separator, line_breaks: true,
})
export const Space = createToken({ name: 'Space', pattern: /[ \t\f\v\u00a0\ufeff]+/, group: Lexer.SKIPPED, label: 'a space' })
export const DocComment = createToken({ name: 'DocComment', pattern: /\/\/\/(?!\/)[^\r\n]*/, group: 'comments', label: 'a doc comment' })
export const LineComment = createToken({ name: 'LineComment', pattern: /\/\/[^\r\n]*/, group: 'comments', label: 'a comment' })

/** Patterns as functions: a regular expression would recurse over every character of a long comment or string. */
const upTo = (match: (text: string, offset: number) => number) => (text: string, offset: number): [string] | null => {
  const end = match(text, offset)
  return end > offset ? [text.slice(offset, end)] : null
}
const endOfComment = (text: string, offset: number): number => {
  if (text.charCodeAt(offset + 1) !== 42 /* * */) return -1
  const close = text.indexOf('*/', offset + 2)
  return close < 0 ? text.length : close + 2
}
const isLineEnd = (code: number): boolean => code === 10 || code === 13
/** Where the string that begins at `offset` ends, and whether a quote ends it. */
export const scanString = (text: string, offset: number): { end: number; closed: boolean } => {
  let at = offset + 1
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 34 /* " */) return { end: at + 1, closed: true }
    if (isLineEnd(code)) break
    if (code === 92 /* \ */ && at + 1 < text.length && !isLineEnd(text.charCodeAt(at + 1))) at++
  }
  return { end: at, closed: false }
}

/** Closed or not; the lexer says which. */
export const BlockComment = createToken({
  name: 'BlockComment', pattern: upTo(endOfComment), start_chars_hint: ['/'], line_breaks: true, group: 'comments', label: 'a comment',
})

// ── literals ──

/** In double quotes; also an unclosed one, or one in single quotes, after the lexer has said so. */
export const Text = createToken({
  name: 'Text', pattern: upTo((text, offset) => scanString(text, offset).end), start_chars_hint: ['"'], line_breaks: false, label: 'a string in quotes',
})
export const SingleQuoted = createToken({ name: 'SingleQuoted', pattern: /'[^'\r\n]*'/, label: 'a string in quotes' })

export const units = [
  'KiB', 'MiB', 'GiB', 'KB', 'MB', 'GB', 'B', 'us', 'ms', 'min', 's', 'h', 'epochs', 'epoch', 'steps', 'step', 'pt', 'k', 'M', 'G',
] as const
const number = String.raw`(?:\d+\.\d+|\d+)(?:[eE][+-]?\d+)?`
export const Quantity = createToken({
  name: 'Quantity', pattern: new RegExp(`${number}(?:%|[ \\t]*(?:${units.join('|')})(?!\\w))`), label: 'a quantity',
})
export const Numeral = createToken({ name: 'Numeral', pattern: new RegExp(number), label: 'a number' })
/** `60kb`, `3x3`: letters that are no unit directly after a number. */
export const NumberWithLetters = createToken({ name: 'NumberWithLetters', pattern: new RegExp(`${number}(?![eE][+-]?\\d)[A-Za-z_]\\w*`), label: 'a number' })
/** `1.` and `1e`: digits are missing. */
export const CutNumber = createToken({
  name: 'CutNumber', pattern: /(?:\d+\.\d+|\d+)[eE](?:[+-](?!\w)|(?![\w+-]))|\d+\.(?![\w.])/, label: 'a number',
})
/** `.5`, where no name or bracket comes before. */
export const BareFraction = createToken({
  name: 'BareFraction',
  pattern: (text: string, offset: number, tokens: IToken[]): [string] | null => {
    const previous = tokens.at(-1)
    const joined = previous !== undefined && end(previous) === offset
    if (joined && [Word, Numeral, RParen, RSquare, Dot].includes(previous.tokenType)) return null
    const match = /^\.\d+/.exec(text.slice(offset, offset + 64))
    return match === null ? null : [match[0]]
  },
  start_chars_hint: ['.'],
  line_breaks: false,
  label: 'a number',
})

// ── punctuation ──

const mark = (name: string, text: string, ...categories: TokenType[]): TokenType =>
  createToken({ name, pattern: text, label: `\`${text}\``, categories })

export const Pipe = mark('Pipe', '|>')
export const Arrow = mark('Arrow', '->')
export const Ellipsis = mark('Ellipsis', '...')
export const Range = mark('Range', '..')
export const Dot = mark('Dot', '.')
export const EqualEqual = mark('EqualEqual', '==', LogicOperator)
export const NotEqual = mark('NotEqual', '!=', LogicOperator)
export const AtMost = mark('AtMost', '<=', LogicOperator)
export const AtLeast = mark('AtLeast', '>=', LogicOperator)
export const And = mark('And', '&&', LogicOperator)
export const Or = mark('Or', '||', LogicOperator)
export const Less = mark('Less', '<', LogicOperator)
export const Greater = mark('Greater', '>', LogicOperator)
export const Equals = mark('Equals', '=')
export const Bang = mark('Bang', '!', PrefixOperator)
export const Plus = mark('Plus', '+', ArithmeticOperator)
export const Minus = mark('Minus', '-', ArithmeticOperator, PrefixOperator)
export const Star = mark('Star', '*', ArithmeticOperator)
export const Slash = mark('Slash', '/', ArithmeticOperator)
export const Percent = mark('Percent', '%', ArithmeticOperator)
export const Colon = mark('Colon', ':')
export const Comma = mark('Comma', ',', Separator)
export const LParen = mark('LParen', '(')
export const RParen = mark('RParen', ')')
export const LSquare = mark('LSquare', '[')
export const RSquare = mark('RSquare', ']')
export const LCurly = mark('LCurly', '{')
export const RCurly = mark('RCurly', '}')
export const Semicolon = mark('Semicolon', ';')

// ── keywords ──

const keyword = (word: string, ...categories: TokenType[]): TokenType =>
  createToken({ name: `${word[0]?.toUpperCase() ?? ''}${word.slice(1)}Word`, pattern: Lexer.NA, label: `\`${word}\``, categories })
const soft = (word: string): TokenType => keyword(word, Word)

/** The only words that cannot be names. */
export const If = keyword('if')
export const Else = keyword('else')
export const True = keyword('true')
export const False = keyword('false')
export const Let = keyword('let')

export const Import = soft('import')
export const As = soft('as')
export const From = soft('from')
export const Const = soft('const')
export const Type = soft('type')
export const Extern = soft('extern')
export const Block = soft('block')
export const Data = soft('data')
export const Model = soft('model')
export const On = soft('on')
export const Train = soft('train')
export const Compress = soft('compress')
export const Where = soft('where')
export const Param = soft('param')
export const For = soft('for')
export const In = soft('in')
export const Repeat = soft('repeat')
export const Source = soft('source')
export const Split = soft('split')
export const By = soft('by')
export const Column = soft('column')
export const Group = soft('group')
export const Seed = soft('seed')
export const Of = soft('of')
export const Input = soft('input')
export const Target = soft('target')
export const Weight = soft('weight')
export const Normalize = soft('normalize')
export const Auto = soft('auto')
export const Mean = soft('mean')
export const Std = soft('std')
export const Augment = soft('augment')
export const Skip = soft('skip')
export const Bad = soft('bad')
export const Rows = soft('rows')
export const Share = soft('share')
export const Task = soft('task')
export const Select = soft('select')
export const Tasks = soft('tasks')
export const Predict = soft('predict')
export const Loss = soft('loss')
export const Metric = soft('metric')
export const Budget = soft('budget')
export const Keep = soft('keep')
export const Distill = soft('distill')

export const reserved: ReadonlySet<TokenType> = new Set([If, Else, True, False, Let])

/** The token type of each word that has one of its own. */
export const keywords: ReadonlyMap<string, TokenType> = new Map(
  [
    If, Else, True, False, Let, Import, As, From, Const, Type, Extern, Block, Data, Model, On, Train, Compress, Where, Param, For, In,
    Repeat, Source, Split, By, Column, Group, Seed, Of, Input, Target, Weight, Normalize, Auto, Mean, Std, Augment, Skip, Bad, Rows,
    Share, Task, Select, Tasks, Predict, Loss, Metric, Budget, Keep, Distill,
  ].map((type) => [(type.LABEL ?? '').slice(1, -1), type]),
)

/** What the lexer tries, in this order. */
export const lexed: readonly TokenType[] = [
  Newline, Space, DocComment, LineComment, BlockComment, Text, SingleQuoted, Quantity, CutNumber, NumberWithLetters, Numeral, Word,
  Pipe, Arrow, Ellipsis, Range, BareFraction, Dot, EqualEqual, NotEqual, AtMost, AtLeast, And, Or, Less, Greater, Equals, Bang,
  Plus, Minus, Star, Slash, Percent, Colon, Comma, LParen, RParen, LSquare, RSquare, LCurly, RCurly, Semicolon,
]

/** What the parser knows. */
export const parsed: readonly TokenType[] = [
  ...lexed.filter((type) => type.GROUP === undefined),
  Separator, ArithmeticOperator, LogicOperator, PrefixOperator, ...keywords.values(),
]

/** Opening brackets and their counterparts. */
export const closers: ReadonlyMap<TokenType, TokenType> = new Map([[LParen, RParen], [LSquare, RSquare], [LCurly, RCurly]])
export const openers: ReadonlyMap<TokenType, TokenType> = new Map([...closers].map(([open, close]) => [close, open]))

export const start = (token: IToken): number => token.startOffset
/** Chevrotain's end offset is inclusive, spans are not; tokens of the lexer have none and end with their text. */
export const end = (token: IToken): number =>
  token.endOffset === undefined ? token.startOffset + token.image.length : token.endOffset + 1

/** The `///` lines above the token, if it begins a line. */
export const docOf = (token: IToken): string | undefined => {
  const payload: unknown = token.payload
  return typeof payload === 'string' ? payload : undefined
}

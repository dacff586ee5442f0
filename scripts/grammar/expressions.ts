/** Patterns of what statements are made of: comments, literals, operators, calls, brackets. */
import type { TokenType } from 'chevrotain'
import { lexed, NumberWithLetters, Numeral, Quantity, reserved, SingleQuoted, units } from '../../src/syntax/tokens.js'
import { occurrences } from './follow.js'
import { members, textOf } from './lexical.js'
import { include, scope, type Pattern } from './pattern.js'
import type { Rules } from './productions.js'
import { alone, before, either, escape, name, recovery } from './regions.js'

const source = (type: TokenType): string => (type.PATTERN instanceof RegExp ? type.PATTERN.source : '')

export function expressionPatterns(rules: Rules, braces: Pattern): Readonly<Record<string, Pattern>> {
  const reset = recovery(rules)
  const bracketed = (open: string, close: string, what: string, patterns: readonly Pattern[]): Pattern => ({
    begin: `\\${open}`, end: `\\${close}|${reset}`, beginCaptures: scope(0, `punctuation.section.${what}.begin`), endCaptures: scope(0, `punctuation.section.${what}.end`), patterns,
  })
  const loop = occurrences(rules, 'forClause', () => false).map((word) => ({ match: `${alone}${textOf(word.keyword) ?? ''}\\b${before(word.next)}`, name: 'keyword.control.loop.mtl' }))
  return {
    comments: { patterns: comments },
    expression: {
      patterns: [
        include('comments'), include('strings'), include('numbers'), ...reservedWords,
        { match: `${alone}repeat\\b(?=\\s*\\()`, name: 'keyword.control.loop.mtl' },
        ...calls, ...operators, include('parentheses'), include('brackets'), include('braces'),
      ],
    },
    strings: {
      patterns: [
        {
          begin: '"', end: '"|$', name: 'string.quoted.double.mtl',
          beginCaptures: scope(0, 'punctuation.definition.string.begin'), endCaptures: scope(0, 'punctuation.definition.string.end'),
          patterns: [
            { match: String.raw`\\(?:u\{[0-9a-fA-F]{1,6}\}|["\\nrt])`, name: 'constant.character.escape.mtl' },
            { match: String.raw`\\.`, name: 'invalid.illegal.escape.mtl' },
          ],
        },
        { match: source(SingleQuoted), name: 'invalid.illegal.quotes.mtl' },
      ],
    },
    numbers: {
      patterns: [
        // The unit is the end of a quantity; what it is made of is the lexer's to say.
        { match: String.raw`(?<!\w)` + source(Quantity), name: 'constant.numeric.quantity.mtl', captures: { 0: { patterns: [{ match: String.raw`(?:%|(?:${either(units)}))$`, name: 'keyword.other.unit.mtl' }] } } },
        { match: String.raw`(?<!\w)` + source(NumberWithLetters), name: 'invalid.illegal.number.mtl' },
        { match: String.raw`(?<!\w)` + source(Numeral), name: 'constant.numeric.mtl' },
      ],
    },
    parentheses: bracketed('(', ')', 'arguments', [
      { match: `(${name})\\s*(=)(?!=)`, captures: { ...scope(1, 'variable.parameter.named'), ...scope(2, 'keyword.operator.assignment') } },
      include('expression'),
    ]),
    parameters: bracketed('(', ')', 'parameters', [
      include('comments'),
      { match: `(${name})\\s*(?=:)`, captures: scope(1, 'variable.parameter') },
      include('annotation'),
      include('expression'),
    ]),
    brackets: bracketed('[', ']', 'list', [...loop, include('expression')]),
    braces,
  }
}

const reservedWords: readonly Pattern[] = [
  { match: String.raw`\b(?:true|false)\b`, name: 'constant.language.boolean.mtl' },
  { match: String.raw`\b(?:if|else)\b`, name: 'keyword.control.conditional.mtl' },
  { match: String.raw`\b(?:${either([...reserved].flatMap((type) => textOf(type) ?? []))})\b`, name: 'keyword.declaration.mtl' },
]

const calls: readonly Pattern[] = [
  // PascalCase is a block, applied or handed on; capitals alone are dimensions where nothing is applied.
  { match: String.raw`\b[A-Z]\w*(?=\s*\()|(?<=\|>)\s*[A-Z]\w*|\b[A-Z]\w*[a-z]\w*`, name: 'entity.name.type.block.mtl' },
  { match: String.raw`\b[A-Z][A-Z0-9_]*\b`, name: 'variable.other.dimension.mtl' },
  { match: String.raw`\b[a-z_]\w*(?=\s*\()`, name: 'entity.name.function.call.mtl' },
  { match: String.raw`(\|>)\s*([a-z_]\w*)(?!\s*[.(\w])`, captures: { ...scope(1, 'keyword.operator.pipe'), ...scope(2, 'entity.name.function.call') } },
  { match: String.raw`(?<=\w|\))(\.)(${name})`, captures: { ...scope(1, 'punctuation.accessor'), ...scope(2, 'variable.other.member') } },
  { match: String.raw`\b${name}`, name: 'variable.other.mtl' },
]

const operatorScopes: Readonly<Record<string, string>> = { LogicOperator: 'keyword.operator.comparison', ArithmeticOperator: 'keyword.operator.arithmetic', PrefixOperator: 'keyword.operator.prefix' }
const markScopes: Readonly<Record<string, string>> = {
  Pipe: 'keyword.operator.pipe', Arrow: 'keyword.operator.arrow', Ellipsis: 'keyword.operator.spread', Range: 'keyword.operator.range',
  Dot: 'punctuation.accessor', Equals: 'keyword.operator.assignment', Comma: 'punctuation.separator',
}

/** In the order of the lexer, so that longer ones come first. */
const operators: readonly Pattern[] = lexed.flatMap((type) => {
  const text = textOf(type)
  const category = Object.keys(operatorScopes).find((each) => type.CATEGORIES?.some((parent) => parent.name === each && members(parent).includes(type)) === true)
  const scoped = markScopes[type.name] ?? operatorScopes[category ?? '']
  return text === undefined || scoped === undefined ? [] : [{ match: escape(text), name: `${scoped}.mtl` }]
})

const fence = String.raw`\s*\x60{3}`
/** Lines of code in a doc comment: left as soon as a line is none, whatever is open in them. */
const code: Pattern = {
  begin: String.raw`^\s*(///)(?!${fence})`, while: String.raw`^\s*(///)(?!${fence})`, contentName: 'meta.embedded.block.mtl',
  beginCaptures: scope(1, 'punctuation.definition.comment'), whileCaptures: scope(1, 'punctuation.definition.comment'), patterns: [{ include: '$self' }],
}
const comments: readonly Pattern[] = [
  {
    // Between fences in a doc comment: MTL where no other language is named.
    begin: String.raw`^\s*(///)${fence}(?:mtl)?\s*$`, end: String.raw`^\s*(///)${fence}\s*$|^(?!\s*///)`, name: 'comment.line.documentation.mtl',
    beginCaptures: scope(1, 'punctuation.definition.comment'), endCaptures: scope(1, 'punctuation.definition.comment'), patterns: [code],
  },
  {
    begin: String.raw`(///)(?!/)`, end: '$', name: 'comment.line.documentation.mtl', beginCaptures: scope(1, 'punctuation.definition.comment'),
    patterns: [{ match: String.raw`\x60[^\x60]+\x60`, name: 'markup.inline.raw.mtl' }],
  },
  // Its line's end is a part of it: whether a statement goes on after it is told by what stands before it.
  { match: String.raw`(//).*$\n?`, name: 'comment.line.double-slash.mtl', captures: scope(1, 'punctuation.definition.comment') },
  { begin: String.raw`/\*`, end: String.raw`\*/`, name: 'comment.block.mtl', captures: scope(0, 'punctuation.definition.comment') },
]

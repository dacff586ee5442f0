/**
 * `mtl.tmLanguage.json`. Each rule of the parser that begins with a keyword becomes a region, which knows the
 * words that mean something in it; a soft keyword is matched only before what the parser wants after it.
 */
import { staticTypes, tensorTypes } from '../../src/check/static-types.js'
import { fieldTypes } from '../../src/check/methods/field-types.js'
import { name, recovery } from './regions.js'
import { expressionPatterns } from './expressions.js'
import { include, scope, type Pattern } from './pattern.js'
import type { Rules } from './productions.js'
import { statements } from './statements.js'

/** Rules of what stands between `{` and `}`. */
const places = [
  'importedName', 'dataSetting', 'augmentStep', 'modelStatement', 'taskSetting', 'trainSetting', 'mappedWeights', 'compressSetting', 'budgetLine',
] as const

export function textMate(rules: Rules): object {
  const declarations = statements(rules, 'declaration')
  const reset = recovery(rules)
  const braces = (patterns: readonly Pattern[]): Pattern => ({
    begin: String.raw`\{`, end: String.raw`\}|${reset}`, beginCaptures: scope(0, 'punctuation.section.braces.begin'),
    endCaptures: scope(0, 'punctuation.section.braces.end'), patterns,
  })
  return {
    $schema: 'https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json',
    name: 'MTL',
    comment: 'Made from the tokens and the parser by `npm run grammar`.',
    scopeName: 'source.mtl',
    fileTypes: ['mtl'],
    patterns: [include('comments'), ...declarations, include('expression')],
    repository: {
      ...Object.fromEntries(places.map((place) => [place, braces([include('comments'), ...statements(rules, place), include('expression')])])),
      ...expressionPatterns(rules, braces(bodyPatterns(rules))),
      ...typePatterns(reset),
    },
  }
}

/** Braces of a body or a record. */
const bodyPatterns = (rules: Rules): readonly Pattern[] => [
  include('comments'),
  ...statements(rules, 'bodyItem'),
  { match: String.raw`(?:^|\G|(?<=[{,]))\s*(${name})\s*(=)(?!=)`, captures: { ...scope(1, 'variable.other.property'), ...scope(2, 'keyword.operator.assignment') } },
  include('expression'),
]

const words = (list: Iterable<string>): string => String.raw`\b(?:${[...list].join('|')})\b`

function typePatterns(reset: string): Readonly<Record<string, Pattern>> {
  const bracketed = (begin: string, end: string, patterns: readonly Pattern[]): Pattern => ({ begin, end: `${end}|${reset}`, patterns })
  const field = String.raw`(?:^|\G|(?<=[{,]))\s*(${name})\s*(?=:)`
  return {
    annotation: {
      begin: String.raw`(:|->)\s*`,
      end: String.raw`(?=\s*(?:[,)}\]={]|$|where\s|from\s*"|//|/\*|->))|${reset}`,
      // A brace directly after the colon opens a record, any other one a body.
      applyEndPatternLast: true,
      beginCaptures: scope(1, 'keyword.operator.type'),
      patterns: [include('type')],
    },
    type: {
      patterns: [
        include('comments'),
        bracketed(String.raw`\G\{`, String.raw`\}`, [include('comments'), { match: field, captures: scope(1, 'variable.other.property') }, include('annotation')]),
        bracketed(String.raw`\G\[`, String.raw`\]`, [include('type')]),
        bracketed(String.raw`<`, String.raw`>`, [include('expression')]),
        bracketed(String.raw`\[`, String.raw`\]`, [include('dimensions')]),
        include('parentheses'),
        { match: words([...staticTypes, ...tensorTypes]), name: 'support.type.primitive.mtl' },
        { match: words(fieldTypes.keys()), name: 'support.type.field.mtl' },
        { match: name, name: 'entity.name.type.mtl' },
      ],
    },
    dimensions: {
      patterns: [
        { match: String.raw`\.\.\.`, name: 'keyword.operator.spread.mtl' },
        { match: String.raw`\b[A-Z]\w*\b(?!\s*\()`, name: 'variable.other.dimension.mtl' },
        include('expression'),
      ],
    },
  }
}

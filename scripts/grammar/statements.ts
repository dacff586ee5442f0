/** A region for each statement of a place, made from the parser's rules. */
import type { TokenType } from 'chevrotain'
import { LCurly, Word } from '../../src/syntax/tokens.js'
import { first, occurrences } from './follow.js'
import { textOf } from './lexical.js'
import { include, scope, type Captures, type Pattern } from './pattern.js'
import { mentions, ruleNamed, type Production, type Rules } from './productions.js'
import { alone, before, either, name, recovery, start } from './regions.js'

/** Rules whose words belong to them and not to the statement around; the others are read as a part of it. */
const apart: ReadonlySet<string> = new Set([
  'expression', 'comparison', 'arithmetic', 'unary', 'typeExpression', 'method', 'argumentList', 'parameterList', 'body', 'importedName',
  'dataSetting', 'augmentStep', 'modelStatement', 'taskSetting', 'trainSetting', 'mappedWeights', 'compressSetting', 'budgetLine',
])
const inside = (rule: string): boolean => !apart.has(rule)

/** How keywords are scoped, by the rule or else the place. */
const keywordScopes: Readonly<Record<string, string>> = {
  importDeclaration: 'keyword.control.import', importedName: 'keyword.control.import', declaration: 'keyword.declaration', letStatement: 'keyword.declaration',
  paramStatement: 'keyword.declaration', shareStatement: 'keyword.declaration', taskStatement: 'keyword.declaration', sourceSetting: 'keyword.other.setting',
}
/** What the name after a keyword, or at the beginning, is called. */
const nameScopes: Readonly<Record<string, string>> = {
  constDeclaration: 'variable.other.constant', typeDeclaration: 'entity.name.type.alias', blockDeclaration: 'entity.name.type.block',
  dataDeclaration: 'entity.name.type.data', modelDeclaration: 'entity.name.type.model', trainDeclaration: 'entity.name.type.model',
  compressDeclaration: 'entity.name.type.model', shareStatement: 'support.function.method', taskStatement: 'entity.name.function.task',
  fieldSetting: 'variable.other.field', augmentSetting: 'variable.other.field', normalizeSetting: 'variable.other.field',
  letStatement: 'variable.other.definition', paramStatement: 'variable.other.definition', trainSetting: 'support.type.property-name.setting',
  compressSetting: 'support.type.property-name.setting', augmentStep: 'support.function.method', budgetLine: 'support.type.property-name.budget',
  keepSetting: 'variable.other.path', mappedWeights: 'variable.other.path', loss: 'support.function.method', metric: 'support.function.method',
}

/** The statements of a place: each alternative of its rule, or the rule itself. */
export function statements(rules: Rules, place: string): readonly Pattern[] {
  const rule = ruleNamed(rules, place)
  const alternatives = rule.kind === 'choice' ? rule.alternatives : [rule]
  const [named, keyed]: [Production[], Production[]] = [[], []]
  for (const alternative of alternatives) (first(rules, alternative).tokens.has(Word) ? named : keyed).push(alternative)
  const leading = keyed.flatMap((alternative) => [...first(rules, alternative).tokens].flatMap((type) => textOf(type) ?? []))
  return [
    ...keyed.map((alternative) => region(rules, place, alternative, leading)),
    // Words that are no keywords of this place begin the rest, where a place has such statements.
    ...(named.length > 0 && place !== 'bodyItem' ? [region(rules, place, { kind: 'choice', alternatives: named }, leading)] : []),
  ]
}

function region(rules: Rules, place: string, production: Production, leading: readonly string[]): Pattern {
  const rule = production.kind === 'rule' ? production.name : place
  const own = new Map([...rules, [rule, production.kind === 'rule' ? ruleNamed(rules, rule) : production]])
  const words = occurrences(own, rule, inside)
  const leads = words.filter((word) => word.leads)
  const keyword = keywordScopes[rule] ?? keywordScopes[place] ?? 'keyword.other.setting'
  const reached = reach(own, rule)
  const reset = recovery(rules)
  const [key] = leads.map((word) => textOf(word.keyword) ?? '')
  const called = nameScopes[rule === place ? (key ?? rule) : rule] ?? nameScopes[rule]
  const more = leads.length === 0 ? '(?=,)' : String.raw`(?=,\s*(?:${either(leading)})\s+["\w(\[])`
  const ends = rule === 'blockDeclaration' || (place === 'declaration' && reached.braces && rule !== 'importDeclaration')
  return {
    ...opening(leads, keyword, called),
    end: ends
      ? // After the braces of the body, which a record as a type of its own is not.
        String.raw`(?<=\})(?!\s*(?:\{|where\b|->))|^(?=\s*(?:${either(declarationWords(rules))})\s+[A-Za-z_{])`
      : String.raw`(?<!${goesOn}|\|>|->)\s*$|(?<=[^${goesOn.slice(1)})\s*(?=//)|(?=\s*[})\]])|${more}|${reset}`,
    patterns: [
      include('comments'),
      ...[...reached.items].map((item) => include(item)),
      ...group(words.filter((word) => !word.leads || isOptionalLead(word, leads)), keyword),
      ...(reached.rules.has('typeExpression') ? typed(rule) : []),
      ...(reached.rules.has('parameterList') ? [include('parameters')] : []),
      ...(reached.rules.has('method') ? methods(rule, reached.rules) : []),
      include('expression'),
    ],
  }
}

/** Ends of lines after which a statement goes on, and spaces, which tell nothing. Before a comment it is the same. */
const goesOn = String.raw`[-,=+*/%<&|:.!{(\[\s]`

const declarationWords = (rules: Rules): readonly string[] => [...first(rules, ruleNamed(rules, 'declaration')).tokens].flatMap((type) => textOf(type) ?? [])

/** `extern` in `extern block`: a keyword that another one follows; both stand before the name. */
const isOptionalLead = (word: { readonly next: ReadonlySet<TokenType> }, leads: readonly { readonly keyword: TokenType }[]): boolean =>
  leads.some((other) => word.next.has(other.keyword))

function opening(leads: ReturnType<typeof occurrences>, keyword: string, called: string | undefined): Pick<Pattern, 'begin' | 'beginCaptures'> {
  const nameCapture = (index: number): Captures => (called === undefined ? { [index]: { patterns: [include('expression')] } } : scope(index, called))
  if (leads.length === 0) return { begin: `${start}(${name})\\s*`, beginCaptures: nameCapture(1) }
  const prefixes = leads.filter((word) => isOptionalLead(word, leads))
  const mains = leads.filter((word) => !prefixes.includes(word))
  const text = (words: typeof leads): string => either(words.map((word) => textOf(word.keyword) ?? ''))
  const prefix = prefixes.length > 0 ? `(?:(${text(prefixes)})\\s+)?` : '()'
  const next = new Set(mains.flatMap((word) => [...word.next]))
  const named = next.size === 1 && next.has(Word)
  const captures: Captures = { ...scope(1, keyword), ...scope(2, keyword), ...(named ? nameCapture(3) : {}) }
  return { begin: `${start}${prefix}(${text(mains)})${named ? `\\s+(${name})` : `\\b${before(next)}`}`, beginCaptures: captures }
}

/** Words inside of a statement, one pattern for all that the same can follow. */
function group(words: ReturnType<typeof occurrences>, keyword: string): readonly Pattern[] {
  const byNext = new Map<string, string[]>()
  for (const word of words) {
    const look = before(word.next)
    byNext.set(look, [...(byNext.get(look) ?? []), textOf(word.keyword) ?? ''])
  }
  return [...byNext].map(([look, texts]) => ({ match: `${alone}(?:${either(texts)})\\b${look}`, name: `${keyword}.mtl` }))
}

const typed = (rule: string): readonly Pattern[] =>
  rule === 'typeDeclaration' ? [{ begin: String.raw`\G\s*(=)\s*`, end: '(?=$)', beginCaptures: scope(1, 'keyword.operator.assignment'), patterns: [include('type')] }] : [include('annotation')]

/** Names of methods: directly after the word that wants one, or everywhere where nothing else can stand. */
function methods(rule: string, reached: ReadonlySet<string>): readonly Pattern[] {
  const method = { name: 'support.function.method.mtl' }
  if (rule === 'shareStatement') return [{ match: String.raw`(${name})(?=\s*(?:=(?!=)|for\s))`, captures: scope(1, 'variable.other.share') }]
  if (reached.has('expression')) return [{ match: String.raw`\G\s*(${name})(?!\s*[-.+*/%|<>=])`, captures: { 1: method } }]
  return [{ match: `${alone}${name}`, ...method }]
}

/** The rules that a statement is made of, and the items of the braces in it. */
function reach(rules: Rules, rule: string): { readonly rules: ReadonlySet<string>; readonly items: ReadonlySet<string>; readonly braces: boolean } {
  const reached = new Set<string>([rule])
  const items = new Set<string>()
  let braces = false
  const look = (production: Production): void => {
    if (production.kind === 'sequence') {
      production.parts.forEach((part, index) => {
        const previous = production.parts[index - 1]
        if (previous?.kind !== 'token' || previous.type !== LCurly) return
        braces = true
        for (const item of mentions(part)) items.add(item)
      })
      production.parts.forEach(look)
    } else if (production.kind === 'choice') production.alternatives.forEach(look)
    else if (production.kind === 'optional' || production.kind === 'repeat') look(production.item)
  }
  for (const each of reached) {
    look(ruleNamed(rules, each))
    if (each === rule || inside(each)) for (const mentioned of mentions(ruleNamed(rules, each))) reached.add(mentioned)
  }
  return { rules: reached, items: new Set([...items].filter((item) => apart.has(item) && item !== 'bodyItem')), braces }
}

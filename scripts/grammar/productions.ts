/** The parser's own rules as plain data, which the generators read. */
import {
  Alternation, Alternative, NonTerminal, Option, Repetition, RepetitionMandatory, RepetitionMandatoryWithSeparator, RepetitionWithSeparator, Terminal,
  type IProduction, type TokenType,
} from 'chevrotain'
import { MtlParser } from '../../src/syntax/grammar/file.js'

export type Production =
  | { readonly kind: 'sequence'; readonly parts: readonly Production[] }
  | { readonly kind: 'choice'; readonly alternatives: readonly Production[] }
  | { readonly kind: 'optional'; readonly item: Production }
  /** `item`, then `separator item` as often as wanted; none at all where `least` is 0. */
  | { readonly kind: 'repeat'; readonly item: Production; readonly least: 0 | 1; readonly separator?: Production; readonly trailing?: boolean }
  | { readonly kind: 'token'; readonly type: TokenType }
  | { readonly kind: 'rule'; readonly name: string }

/** By the name of the rule, the file's first, each before those that it names. */
export type Rules = ReadonlyMap<string, Production>

export function readRules(): Rules {
  const recorded = new MtlParser().getGAstProductions()
  const rules = new Map(Object.entries(recorded).map(([name, rule]) => [name, sequence(rule.definition)]))
  const ordered = new Set(['file'])
  for (const name of ordered) for (const mentioned of mentions(ruleNamed(rules, name))) ordered.add(mentioned)
  return new Map([...ordered].map((name) => [name, ruleNamed(rules, name)]))
}

export function ruleNamed(rules: Rules, name: string): Production {
  const rule = rules.get(name)
  if (rule === undefined) throw new Error(`the grammar has no rule ${name}`)
  return rule
}

/** The rules that a production names, in their order. */
export function mentions(production: Production): readonly string[] {
  switch (production.kind) {
    case 'rule': return [production.name]
    case 'token': return []
    case 'sequence': return production.parts.flatMap(mentions)
    case 'choice': return production.alternatives.flatMap(mentions)
    default: return mentions(production.item)
  }
}

function read(production: IProduction): Production {
  if (production instanceof Terminal) return { kind: 'token', type: production.terminalType }
  if (production instanceof NonTerminal) return { kind: 'rule', name: production.nonTerminalName }
  if (production instanceof Alternation) return { kind: 'choice', alternatives: production.definition.map((part) => (part instanceof Alternative ? sequence(part.definition) : read(part))) }
  if (production instanceof Option) return { kind: 'optional', item: sequence(production.definition) }
  if (production instanceof RepetitionMandatory) return { kind: 'repeat', item: sequence(production.definition), least: 1 }
  if (production instanceof RepetitionMandatoryWithSeparator) return separated(production, 1)
  if (production instanceof RepetitionWithSeparator) return separated(production, 0)
  if (production instanceof Repetition) return repetition(sequence(production.definition))
  throw new Error(`a production of an unknown kind: ${production.constructor.name}`)
}

const separated = ({ definition, separator }: RepetitionMandatoryWithSeparator | RepetitionWithSeparator, least: 0 | 1): Production =>
  ({ kind: 'repeat', item: sequence(definition), least, separator: { kind: 'token', type: separator } })

/** `(item separator?)*`, which the parser reads so that it can recover, is a list with separators. */
function repetition(item: Production): Production {
  const [first, last] = item.kind === 'sequence' && item.parts.length === 2 ? item.parts : []
  return first !== undefined && last?.kind === 'optional' && last.item.kind === 'token'
    ? { kind: 'repeat', item: first, least: 0, separator: last.item, trailing: true }
    : { kind: 'repeat', item, least: 0 }
}

const same = (a: Production | undefined, b: Production | undefined): boolean => JSON.stringify(a, short) === JSON.stringify(b, short)
const short = (key: string, value: unknown): unknown => (key === 'type' ? (value as TokenType).name : value)

/** `item (separator item)* separator?` becomes one list. */
function sequence(definition: readonly IProduction[]): Production {
  const parts: Production[] = []
  for (const part of definition.map(read)) {
    const before = parts.at(-1)
    if (part.kind === 'repeat' && part.separator === undefined && part.item.kind === 'sequence') {
      const [separator, ...rest] = part.item.parts
      const [item] = rest
      if (separator?.kind === 'token' && rest.length === 1 && item !== undefined && same(item, before)) {
        parts[parts.length - 1] = { kind: 'repeat', item, least: 1, separator }
        continue
      }
    }
    if (part.kind === 'optional' && before?.kind === 'repeat' && before.separator !== undefined && same(part.item, before.separator)) {
      parts[parts.length - 1] = { ...before, trailing: true }
      continue
    }
    parts.push(part)
  }
  const [only] = parts
  return parts.length === 1 && only !== undefined ? only : { kind: 'sequence', parts }
}

/** What can come first in a production, and what directly after each keyword of a rule. */
import { EOF, type TokenType } from 'chevrotain'
import { isKeyword } from './lexical.js'
import { ruleNamed, type Production, type Rules } from './productions.js'

type Tokens = ReadonlySet<TokenType>
const union = (...sets: readonly Tokens[]): Tokens => new Set(sets.flatMap((set) => [...set]))

/** The tokens that a production can begin with, and whether it can be empty. */
export function first(rules: Rules, production: Production): { readonly tokens: Tokens; readonly empty: boolean } {
  switch (production.kind) {
    case 'token': return { tokens: new Set([production.type]), empty: false }
    case 'rule': return first(rules, ruleNamed(rules, production.name))
    case 'optional': return { ...first(rules, production.item), empty: true }
    case 'repeat': {
      const item = first(rules, production.item)
      return { tokens: item.tokens, empty: item.empty || production.least === 0 }
    }
    case 'choice': {
      const all = production.alternatives.map((part) => first(rules, part))
      return { tokens: union(...all.map(({ tokens }) => tokens)), empty: all.some(({ empty }) => empty) }
    }
    case 'sequence': {
      let tokens: Tokens = new Set()
      for (const part of production.parts) {
        const next = first(rules, part)
        tokens = union(tokens, next.tokens)
        if (!next.empty) return { tokens, empty: false }
      }
      return { tokens, empty: true }
    }
  }
}

export interface Occurrence {
  readonly keyword: TokenType
  /** What can come directly after it; EOF stands for the end of the rule. */
  readonly next: Tokens
  /** Whether the rule can begin with it. */
  readonly leads: boolean
}

/** The keywords of a rule and of the rules in it that `inside` takes, each with what can follow. */
export function occurrences(rules: Rules, rule: string, inside: (rule: string) => boolean): readonly Occurrence[] {
  const found: Occurrence[] = []
  const visit = (production: Production, after: Tokens, leads: boolean): void => {
    switch (production.kind) {
      case 'token':
        if (isKeyword(production.type)) found.push({ keyword: production.type, next: after, leads })
        return
      case 'rule':
        if (inside(production.name)) visit(ruleNamed(rules, production.name), after, leads)
        return
      case 'optional': return visit(production.item, after, leads)
      case 'choice': return production.alternatives.forEach((part) => visit(part, after, leads))
      case 'repeat': {
        const { item, separator } = production
        const again = first(rules, separator ?? item).tokens
        visit(item, union(again, after), leads)
        if (separator !== undefined) visit(separator, first(rules, item).tokens, false)
        return
      }
      case 'sequence': {
        let begins = leads
        production.parts.forEach((part, index) => {
          const rest = first(rules, { kind: 'sequence', parts: production.parts.slice(index + 1) })
          visit(part, rest.empty ? union(rest.tokens, after) : rest.tokens, begins)
          begins &&= first(rules, part).empty
        })
      }
    }
  }
  visit(ruleNamed(rules, rule), new Set([EOF]), true)
  return found
}

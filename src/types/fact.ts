/**
 * Facts about symbolic dimensions, and counterexamples. What the normal form does not decide is tried on small numbers: a
 * claim that fails for some of them, with all that is assumed holding, is refuted by them; one that never fails may hold.
 */
import { constantOf, isOpaque, substitute, subtract, symbolsOf, valueAt, type Dimension } from './dimension.js'

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>='

export type Fact =
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly left: Dimension; readonly right: Dimension }
  | { readonly kind: 'and' | 'or'; readonly facts: readonly Fact[] }
  | { readonly kind: 'not'; readonly fact: Fact }
  /** Of something that is no whole number: it may hold or not. */
  | { readonly kind: 'open' }

/** Values of symbols. */
export type Assignment = ReadonlyMap<string, number>

const comparisons: Readonly<Record<Comparison, (difference: number) => boolean>> = {
  '==': (difference) => difference === 0,
  '!=': (difference) => difference !== 0,
  '<': (difference) => difference < 0,
  '<=': (difference) => difference <= 0,
  '>': (difference) => difference > 0,
  '>=': (difference) => difference >= 0,
}

/** Whether it holds whatever the symbols are; undefined where it depends on them. */
export function decide(fact: Fact): boolean | undefined {
  switch (fact.kind) {
    case 'open': return undefined
    case 'not': {
      const holds = decide(fact.fact)
      return holds === undefined ? undefined : !holds
    }
    case 'compare': {
      const difference = constantOf(subtract(fact.left, fact.right))
      return difference === undefined ? undefined : comparisons[fact.operator](difference)
    }
    default: return combine(fact, decide)
  }
}

/** Whether it holds for these values; undefined where they do not say. */
export function holdsAt(fact: Fact, values: Assignment): boolean | undefined {
  switch (fact.kind) {
    case 'open': return undefined
    case 'not': {
      const holds = holdsAt(fact.fact, values)
      return holds === undefined ? undefined : !holds
    }
    case 'compare': {
      const [left, right] = [valueAt(fact.left, values), valueAt(fact.right, values)]
      return left === undefined || right === undefined ? undefined : comparisons[fact.operator](left - right)
    }
    default: return combine(fact, (each) => holdsAt(each, values))
  }
}

function combine({ kind, facts }: Extract<Fact, { kind: 'and' | 'or' }>, of: (fact: Fact) => boolean | undefined): boolean | undefined {
  const answers = facts.map(of)
  const decisive = kind === 'or'
  if (answers.includes(decisive)) return decisive
  return answers.includes(undefined) ? undefined : !decisive
}

function symbolsIn(fact: Fact): ReadonlySet<string> {
  if (fact.kind === 'compare') return new Set([...symbolsOf(fact.left), ...symbolsOf(fact.right)])
  if (fact.kind === 'not') return symbolsIn(fact.fact)
  return new Set(fact.kind === 'open' ? [] : fact.facts.flatMap((each) => [...symbolsIn(each)]))
}

/** What symbols are tried as, the most telling first: 1 and equal numbers hide mistakes. */
const candidates = [2, 3, 4, 1, 5, 6, 8, 7] as const
const mostTried = 2_000

/**
 * Values for which the claim fails while every assumption that they decide holds. Undefined where none is found, or the
 * claim speaks of something that is nobody's choice.
 */
export function counterexample(claim: Fact, assumed: readonly Fact[]): Assignment | undefined {
  const names = new Set(symbolsIn(claim))
  if (names.size === 0 || [...names].some(isOpaque) || follows(claim, assumed)) return undefined
  // What is assumed of other symbols may bind these through them.
  for (let before = -1; before < names.size; ) {
    before = names.size
    for (const fact of assumed) {
      const own = [...symbolsIn(fact)]
      if (own.some((name) => names.has(name))) for (const name of own) names.add(name)
    }
  }
  return find([...names], (values) => holdsAt(claim, values) === false && assumed.every((fact) => holdsAt(fact, values) !== false))
}

/** Whether the claim is decided by putting in what is assumed to be equal: the common case, without a search. */
function follows(claim: Fact, assumed: readonly Fact[]): boolean {
  let known: ReadonlyMap<string, Dimension> = new Map()
  for (const { left, right } of assumed.flatMap(equalities)) {
    const [a, b] = [substitute(left, known), substitute(right, known)]
    const name = a === undefined || b === undefined ? undefined : (loneSymbol(a, b) ?? loneSymbol(b, a))
    if (name === undefined || a === undefined || b === undefined) continue
    const value = loneSymbol(a, b) === name ? b : a
    known = new Map([...known].map(([each, dimension]) => [each, substitute(dimension, new Map([[name, value]])) ?? dimension]))
    known = new Map([...known, [name, value]])
  }
  return known.size > 0 && decide(replaceIn(claim, known)) === true
}

const equalities = (fact: Fact): readonly { readonly left: Dimension; readonly right: Dimension }[] =>
  fact.kind === 'and' ? fact.facts.flatMap(equalities) : fact.kind === 'compare' && fact.operator === '==' ? [fact] : []

/** The symbol that a dimension is, where the other does not hold it. */
function loneSymbol(dimension: Dimension, other: Dimension): string | undefined {
  const [term, ...more] = dimension
  const [factor, ...factors] = term?.atoms ?? []
  if (more.length > 0 || factors.length > 0 || term?.coefficient !== 1 || factor?.kind !== 'symbol') return undefined
  return symbolsOf(other).has(factor.name) ? undefined : factor.name
}

function replaceIn(fact: Fact, values: ReadonlyMap<string, Dimension>): Fact {
  switch (fact.kind) {
    case 'open': return fact
    case 'not': return { kind: 'not', fact: replaceIn(fact.fact, values) }
    case 'compare': {
      const [left, right] = [substitute(fact.left, values), substitute(fact.right, values)]
      return left === undefined || right === undefined ? { kind: 'open' } : { ...fact, left, right }
    }
    default: return { ...fact, facts: fact.facts.map((each) => replaceIn(each, values)) }
  }
}

/** The first choice of candidates that is accepted, those among the first few candidates first. */
function find(names: readonly string[], accepts: (values: Assignment) => boolean): Assignment | undefined {
  const values = new Map<string, number>()
  let tried = 0
  for (let width = 1; width <= candidates.length; width++) {
    const choice = names.map(() => 0)
    for (let more = true; more; more = next(choice, width)) {
      // Choices among fewer candidates have been tried before.
      if (!choice.includes(width - 1)) continue
      if (++tried > mostTried) return undefined
      for (const [index, name] of names.entries()) values.set(name, candidates[choice[index] ?? 0] ?? 1)
      if (accepts(values)) return new Map(values)
    }
  }
  return undefined
}

/** Counts on, in digits below `base`; false after the last. */
function next(digits: number[], base: number): boolean {
  for (let index = digits.length - 1; index >= 0; index--) {
    const digit = (digits[index] ?? 0) + 1
    digits[index] = digit < base ? digit : 0
    if (digit < base) return true
  }
  return false
}

/** `C` = 2 and `channels` = 3 */
export const formatAssignment = (values: Assignment): string => [...values].map(([name, value]) => `\`${name}\` = ${value}`).join(' and ')

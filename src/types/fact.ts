/**
 * Facts about symbolic dimensions, and counterexamples. What the normal form does not decide is tried on small numbers: a
 * claim that fails for some of them, with all that is assumed holding, is refuted by them; one that never fails may hold.
 */
import { constantOf, isOpaque, subtract, symbolsOf, valueAt, type Dimension } from './dimension.js'

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
const mostTried = 4_000

/**
 * Values for which the claim fails while every assumption that they decide holds. Undefined where none is found, or the
 * claim speaks of something that is nobody's choice.
 */
export function counterexample(claim: Fact, assumed: readonly Fact[]): Assignment | undefined {
  const names = new Set(symbolsIn(claim))
  if (names.size === 0 || [...names].some(isOpaque)) return undefined
  // What is assumed of other symbols may bind these through them.
  for (let before = -1; before < names.size; ) {
    before = names.size
    for (const fact of assumed) {
      const own = [...symbolsIn(fact)]
      if (own.some((name) => names.has(name))) for (const name of own) names.add(name)
    }
  }
  const values = new Map<string, number>()
  let tried = 0
  for (const assignment of assignments([...names], values)) {
    if (++tried > mostTried) return undefined
    if (holdsAt(claim, assignment) === false && assumed.every((fact) => holdsAt(fact, assignment) !== false)) return new Map(assignment)
  }
  return undefined
}

/** Every choice of candidates for the names, those among the first few candidates first. The map is the same one each time. */
function* assignments(names: readonly string[], values: Map<string, number>): Generator<Assignment> {
  function* choose(index: number, width: number, widest: boolean): Generator<Assignment> {
    const name = names[index]
    if (name === undefined) {
      if (widest) yield values
      return
    }
    // The last name must be the widest one where none before it is, so that no choice comes twice.
    for (let at = index === names.length - 1 && !widest ? width : 0; at <= width; at++) {
      values.set(name, candidates[at] ?? 1)
      yield* choose(index + 1, width, widest || at === width)
    }
  }
  for (let width = 0; width < candidates.length; width++) yield* choose(0, width, false)
}

/** `C` = 2 and `channels` = 3 */
export const formatAssignment = (values: Assignment): string => [...values].map(([name, value]) => `\`${name}\` = ${value}`).join(' and ')

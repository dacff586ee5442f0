/**
 * Symbolic dimensions: integer terms in a normal form (a sum of products), so that equal terms are equal
 * structures. Comparison is three-valued: equal, unequal, or not known.
 */
import type { Dim } from './tensor.js'

export type Atom =
  | { readonly kind: 'symbol'; readonly name: string }
  /** ⌊left / right⌋, ⌈left / right⌉, left mod right, the smaller, the larger. */
  | { readonly kind: 'floor' | 'ceil' | 'mod' | 'min' | 'max'; readonly left: Dimension; readonly right: Dimension }

/** A product of atoms, times a coefficient that is not zero. */
export interface Term {
  readonly coefficient: number
  readonly atoms: readonly Atom[]
}

/** A sum of terms, in the order of their keys, none twice. The empty sum is 0. */
export type Dimension = readonly Term[]

const atomKey = (atom: Atom): string =>
  atom.kind === 'symbol' ? atom.name : `${atom.kind}(${formatSum(atom.left)}, ${formatSum(atom.right)})`

const termKey = (atoms: readonly Atom[]): string => atoms.map(atomKey).join('*')

function normal(terms: readonly Term[]): Dimension {
  const byKey = new Map<string, Term>()
  for (const { coefficient, atoms } of terms) {
    const sorted = atoms.toSorted((a, b) => (atomKey(a) < atomKey(b) ? -1 : 1))
    const key = termKey(sorted)
    byKey.set(key, { coefficient: (byKey.get(key)?.coefficient ?? 0) + coefficient, atoms: sorted })
  }
  // Constants have the empty key and come last when printed; first here, by order of keys.
  return [...byKey].filter(([, term]) => term.coefficient !== 0).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, term]) => term)
}

export const constant = (value: number): Dimension => (value === 0 ? [] : [{ coefficient: value, atoms: [] }])

export const symbol = (name: string): Dimension => [{ coefficient: 1, atoms: [{ kind: 'symbol', name }] }]

/** The number that a dimension is, where it has no symbols. */
export function constantOf(dimension: Dimension): number | undefined {
  const [first] = dimension
  if (first === undefined) return 0
  return dimension.length === 1 && first.atoms.length === 0 ? first.coefficient : undefined
}

export const add = (a: Dimension, b: Dimension): Dimension => normal([...a, ...b])

export const negate = (a: Dimension): Dimension => a.map(({ coefficient, atoms }) => ({ coefficient: -coefficient, atoms }))

export const subtract = (a: Dimension, b: Dimension): Dimension => add(a, negate(b))

export const multiply = (a: Dimension, b: Dimension): Dimension =>
  normal(a.flatMap((x) => b.map((y) => ({ coefficient: x.coefficient * y.coefficient, atoms: [...x.atoms, ...y.atoms] }))))

const atom = (kind: Exclude<Atom['kind'], 'symbol'>, left: Dimension, right: Dimension): Dimension => [
  { coefficient: 1, atoms: [{ kind, left, right }] },
]

/** Terms that `divisor` divides without rest, and the others. */
function partition(dimension: Dimension, divisor: number): { quotient: Dimension; rest: Dimension } {
  const whole = dimension.filter((term) => term.coefficient % divisor === 0)
  return {
    quotient: whole.map(({ coefficient, atoms }) => ({ coefficient: coefficient / divisor, atoms })),
    rest: dimension.filter((term) => term.coefficient % divisor !== 0),
  }
}

/** a / b where b is one term that every term of a holds: `heads * D / heads` is `D`. */
function cancel(a: Dimension, b: Dimension): Dimension | undefined {
  const [divisor, ...others] = b
  if (divisor === undefined || others.length > 0) return undefined
  const keys = divisor.atoms.map(atomKey)
  const terms = a.map(({ coefficient, atoms }): Term | undefined => {
    const rest = [...atoms]
    for (const key of keys) {
      const at = rest.findIndex((each) => atomKey(each) === key)
      if (at < 0) return undefined
      rest.splice(at, 1)
    }
    const quotient = coefficient / divisor.coefficient
    return Number.isInteger(quotient) ? { coefficient: quotient, atoms: rest } : undefined
  })
  return terms.every((term) => term !== undefined) ? normal(terms) : undefined
}

/** Division and remainder floor; undefined where the divisor is 0. ⌊(k·a + b) / k⌋ = a + ⌊b / k⌋. */
export function divide(a: Dimension, b: Dimension, round: 'floor' | 'ceil'): Dimension | undefined {
  const divisor = constantOf(b)
  if (divisor === 0) return undefined
  if (divisor === undefined) return cancel(a, b) ?? atom(round, a, b)
  const { quotient, rest } = partition(a, divisor)
  const value = constantOf(rest)
  const part = value === undefined ? atom(round, rest, b) : constant(Math[round](value / divisor))
  return add(quotient, part)
}

/** (k·a + b) mod k = b mod k; the sign is the divisor's. */
export function modulo(a: Dimension, b: Dimension): Dimension | undefined {
  const divisor = constantOf(b)
  if (divisor === 0) return undefined
  if (divisor === undefined) return cancel(a, b) === undefined ? atom('mod', a, b) : []
  const { rest } = partition(a, divisor)
  const value = constantOf(rest)
  return value === undefined ? atom('mod', rest, b) : constant(value - divisor * Math.floor(value / divisor))
}

export function extreme(kind: 'min' | 'max', a: Dimension, b: Dimension): Dimension {
  const difference = constantOf(subtract(a, b))
  if (difference !== undefined) return difference <= 0 === (kind === 'min') ? a : b
  return formatSum(a) < formatSum(b) ? atom(kind, a, b) : atom(kind, b, a)
}

/** True or false where it holds for all values of the symbols; undefined where it depends on them. */
export function sameDimension(a: Dimension, b: Dimension): boolean | undefined {
  const difference = constantOf(subtract(a, b))
  return difference === undefined ? undefined : difference === 0
}

export const symbolsOf = (dimension: Dimension): ReadonlySet<string> =>
  new Set(
    dimension.flatMap((term) =>
      term.atoms.flatMap((each) => (each.kind === 'symbol' ? [each.name] : [...symbolsOf(each.left), ...symbolsOf(each.right)])),
    ),
  )

/** With symbols replaced by what `values` says of them. Undefined where that divides by 0. */
export function substitute(dimension: Dimension, values: ReadonlyMap<string, Dimension>): Dimension | undefined {
  let sum: Dimension = []
  for (const { coefficient, atoms } of dimension) {
    let product = constant(coefficient)
    for (const each of atoms) {
      const value = each.kind === 'symbol' ? (values.get(each.name) ?? symbol(each.name)) : operate(each, values)
      if (value === undefined) return undefined
      product = multiply(product, value)
    }
    sum = add(sum, product)
  }
  return sum
}

function operate(each: Exclude<Atom, { kind: 'symbol' }>, values: ReadonlyMap<string, Dimension>): Dimension | undefined {
  const [left, right] = [substitute(each.left, values), substitute(each.right, values)]
  if (left === undefined || right === undefined) return undefined
  if (each.kind === 'mod') return modulo(left, right)
  return each.kind === 'floor' || each.kind === 'ceil' ? divide(left, right, each.kind) : extreme(each.kind, left, right)
}

/** The number that a dimension is for these values of its symbols; undefined where one has none, or it divides by 0. */
export function valueAt(dimension: Dimension, values: ReadonlyMap<string, number>): number | undefined {
  let sum = 0
  for (const { coefficient, atoms } of dimension) {
    let product = coefficient
    for (const each of atoms) {
      const value = each.kind === 'symbol' ? values.get(each.name) : operateAt(each, values)
      if (value === undefined) return undefined
      product *= value
    }
    sum += product
  }
  return sum
}

function operateAt({ kind, left, right }: Exclude<Atom, { kind: 'symbol' }>, values: ReadonlyMap<string, number>): number | undefined {
  const [a, b] = [valueAt(left, values), valueAt(right, values)]
  if (a === undefined || b === undefined) return undefined
  if (kind === 'min' || kind === 'max') return Math[kind](a, b)
  if (b === 0) return undefined
  return kind === 'mod' ? a - b * Math.floor(a / b) : Math[kind](a / b)
}

export type Solution =
  | { readonly kind: 'solved'; readonly name: string; readonly value: Dimension }
  /** No integer solves it. */
  | { readonly kind: 'impossible' }
  /** More than one unknown, or not linear: other equations have to come first. */
  | { readonly kind: 'open' }

/** Solves `dimension = value` for its one symbol that `isUnknown` takes, where it is linear in it; `value` holds none of them. */
export function solve(dimension: Dimension, value: Dimension, isUnknown: (name: string) => boolean = () => true): Solution {
  const holds = (term: Term): boolean => [...symbolsOf([term])].some(isUnknown)
  const { [0]: only, length } = dimension.filter(holds)
  if (only === undefined) return sameDimension(dimension, value) === false ? { kind: 'impossible' } : { kind: 'open' }
  const [unknown] = only.atoms
  if (length !== 1 || only.atoms.length !== 1 || unknown?.kind !== 'symbol') return { kind: 'open' }
  const rest = subtract(value, dimension.filter((term) => !holds(term)))
  const solved = divide(rest, constant(only.coefficient), 'floor')
  if (solved === undefined || !isWhole(rest, only.coefficient)) return { kind: 'impossible' }
  return { kind: 'solved', name: unknown.name, value: solved }
}

/** False where a number that the divisor does not divide is left over; what depends on symbols may come out even. */
function isWhole(dimension: Dimension, divisor: number): boolean {
  const value = constantOf(partition(dimension, divisor).rest)
  return value === undefined || value === 0
}

let opaque = 0

/** A dimension of which nothing is known but that it is one. */
export const unknownDimension = (): Dimension => symbol(`?${++opaque}`)

export const isOpaque = (name: string): boolean => name.startsWith('?')

// ── dimensions in shapes ──

/** Texts of symbolic dimensions, which are normal and so stand for one dimension each. */
const written = new Map<string, Dimension>()

/** As shapes hold it: a number where it is one, else its text. */
export function toDim(dimension: Dimension): Dim {
  const value = constantOf(dimension)
  if (value !== undefined) return value
  const text = formatDimension(dimension)
  written.set(text, dimension)
  return text
}

/** What a shape holds, as a dimension. */
export const fromDim = (dim: Dim): Dimension => (typeof dim === 'number' ? constant(dim) : (written.get(dim) ?? symbol(dim)))

function formatAtom(each: Atom): string {
  if (each.kind === 'symbol') return each.name
  const [left, right] = [formatSum(each.left), formatSum(each.right)]
  if (each.kind === 'min' || each.kind === 'max') return `${each.kind}(${left}, ${right})`
  const [a, b] = [each.left.length > 1 ? `(${left})` : left, each.right.length > 1 ? `(${right})` : right]
  if (each.kind === 'ceil') return `ceil(${a} / ${b})`
  return each.kind === 'mod' ? `(${a} % ${b})` : `(${a} / ${b})`
}

/** As it would be written: `2 * C + 1`, `ceil(H / 2)`. */
export function formatDimension(dimension: Dimension): string {
  const [only, ...others] = dimension
  const [factor, ...more] = only?.atoms ?? []
  const text = formatSum(dimension)
  // A quotient or remainder by itself needs no brackets.
  const bracketed = others.length === 0 && more.length === 0 && only?.coefficient === 1 && (factor?.kind === 'floor' || factor?.kind === 'mod')
  return bracketed ? text.slice(1, -1) : text
}

function formatSum(dimension: Dimension): string {
  const ordered = [...dimension.filter((term) => term.atoms.length > 0), ...dimension.filter((term) => term.atoms.length === 0)]
  if (ordered.length === 0) return '0'
  const parts = ordered.map(({ coefficient, atoms }, index) => {
    const size = Math.abs(coefficient)
    const factors = [...(size === 1 && atoms.length > 0 ? [] : [String(size)]), ...atoms.map(formatAtom)]
    const sign = coefficient < 0 ? (index === 0 ? '-' : ' - ') : index === 0 ? '' : ' + '
    return `${sign}${factors.join(' * ')}`
  })
  return parts.join('')
}

/**
 * Symbolic dimensions: integer terms in a normal form (a sum of products), so that equal terms are equal
 * structures. Comparison is three-valued: equal, unequal, or not known.
 */

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
  atom.kind === 'symbol' ? atom.name : `${atom.kind}(${formatDimension(atom.left)}, ${formatDimension(atom.right)})`

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

/** Division and remainder floor; undefined where the divisor is 0. ⌊(k·a + b) / k⌋ = a + ⌊b / k⌋. */
export function divide(a: Dimension, b: Dimension, round: 'floor' | 'ceil'): Dimension | undefined {
  const divisor = constantOf(b)
  if (divisor === 0) return undefined
  if (divisor === undefined) return sameDimension(a, b) === true ? constant(1) : atom(round, a, b)
  const { quotient, rest } = partition(a, divisor)
  const value = constantOf(rest)
  const part = value === undefined ? atom(round, rest, b) : constant(Math[round](value / divisor))
  return add(quotient, part)
}

/** (k·a + b) mod k = b mod k; the sign is the divisor's. */
export function modulo(a: Dimension, b: Dimension): Dimension | undefined {
  const divisor = constantOf(b)
  if (divisor === 0) return undefined
  if (divisor === undefined) return sameDimension(a, b) === true ? [] : atom('mod', a, b)
  const { rest } = partition(a, divisor)
  const value = constantOf(rest)
  return value === undefined ? atom('mod', rest, b) : constant(value - divisor * Math.floor(value / divisor))
}

export function extreme(kind: 'min' | 'max', a: Dimension, b: Dimension): Dimension {
  const difference = constantOf(subtract(a, b))
  if (difference !== undefined) return difference <= 0 === (kind === 'min') ? a : b
  return formatDimension(a) < formatDimension(b) ? atom(kind, a, b) : atom(kind, b, a)
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

export type Solution =
  | { readonly kind: 'solved'; readonly name: string; readonly value: number }
  /** No integer solves it. */
  | { readonly kind: 'impossible' }
  /** More than one symbol, or not linear: other equations have to come first. */
  | { readonly kind: 'open' }

/** Solves `dimension = value` for its one symbol, where it is linear in it. */
export function solve(dimension: Dimension, value: number): Solution {
  const { [0]: only, length } = dimension.filter((term) => term.atoms.length > 0)
  if (only === undefined) return (constantOf(dimension) ?? 0) === value ? { kind: 'open' } : { kind: 'impossible' }
  const [unknown] = only.atoms
  if (length !== 1 || only.atoms.length !== 1 || unknown?.kind !== 'symbol') return { kind: 'open' }
  const offset = dimension.find((term) => term.atoms.length === 0)?.coefficient ?? 0
  const solved = (value - offset) / only.coefficient
  return Number.isInteger(solved) ? { kind: 'solved', name: unknown.name, value: solved } : { kind: 'impossible' }
}

function formatAtom(each: Atom): string {
  if (each.kind === 'symbol') return each.name
  const [left, right] = [formatDimension(each.left), formatDimension(each.right)]
  if (each.kind === 'min' || each.kind === 'max') return `${each.kind}(${left}, ${right})`
  const [a, b] = [each.left.length > 1 ? `(${left})` : left, each.right.length > 1 ? `(${right})` : right]
  if (each.kind === 'ceil') return `ceil(${a} / ${b})`
  return each.kind === 'mod' ? `(${a} % ${b})` : `(${a} / ${b})`
}

/** As it would be written: `2 * C + 1`, `ceil(H / 2)`. */
export function formatDimension(dimension: Dimension): string {
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

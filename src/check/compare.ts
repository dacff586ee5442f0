/** Whether shapes agree: always, never, or as far as can be told, wherever the block that is being checked may be applied. */
import type { Place } from '../diagnostics/diagnostic.js'
import type { BlockDeclaration } from '../syntax/ast.js'
import { formatDimension, fromDim, isOpaque, subtract, symbolsOf, constantOf, type Dimension } from '../types/dimension.js'
import { counterexample, formatAssignment, type Assignment, type Fact } from '../types/fact.js'
import type { Dim, Shape } from '../types/tensor.js'

/** Undefined: nothing speaks against it, and it is looked at again where the block is applied. */
export type Verdict =
  | { readonly equal: true | undefined }
  | { readonly equal: false; readonly left: Dimension; readonly right: Dimension; readonly example?: Assignment }

const agrees: Verdict = { equal: true }

export function compareDimensions(left: Dimension, right: Dimension, assumed: readonly Fact[]): Verdict {
  const difference = constantOf(subtract(left, right))
  if (difference !== undefined) return difference === 0 ? agrees : { equal: false, left, right }
  const example = counterexample({ kind: 'compare', operator: '==', left, right }, assumed)
  return example === undefined ? { equal: undefined } : { equal: false, left, right, example }
}

/** The first disagreement of two shapes; shapes of different ranks differ without one. */
export function compareShapes(a: Shape, b: Shape, assumed: readonly Fact[]): Verdict {
  if (a.join() === b.join()) return agrees
  if (hasRest(a) || hasRest(b)) return { equal: undefined }
  if (a.length !== b.length) return { equal: false, left: [], right: [] }
  let verdict: Verdict = agrees
  for (const [index, dim] of a.entries()) {
    const each = compareDimensions(fromDim(dim), fromDim(b[index] ?? 0), assumed)
    if (each.equal === false) return each
    if (each.equal === undefined) verdict = each
  }
  return verdict
}

// ── any number of dimensions ──

/** `...S` in the shape of a tensor whose rank is known only where the block is applied. */
export const isRest = (dim: Dim): boolean => typeof dim === 'string' && dim.startsWith('...')

export const hasRest = (shape: Shape): boolean => shape.some(isRest)

let rests = 0

/** Any shape at all. */
export const unknownShape = (): Shape => [`...?${++rests}`]

// ── in words ──

/** `, as with `C` = 2 and `D` = 3`, to end a message; nothing where no example was needed. */
export const asWith = (verdict: Verdict): string =>
  verdict.equal === false && verdict.example !== undefined ? `, as with ${formatAssignment(verdict.example)}` : ''

/** Where the disagreement depends on the names of a signature: the fact that would rule it out, and the edit that states it. */
export function stating(block: BlockDeclaration | undefined, verdict: Verdict): Pick<Place, 'help' | 'edits'> {
  if (block === undefined || verdict.equal !== false || verdict.example === undefined) return {}
  // A name on both sides would have one size, or none: it is the shape that is wrong, not what it is applied to.
  const [left, right] = [symbolsOf(verdict.left), symbolsOf(verdict.right)]
  if (![...left].some((name) => !right.has(name)) && ![...right].some((name) => !left.has(name))) return {}
  return stateFact(block, `${formatDimension(verdict.left)} == ${formatDimension(verdict.right)}`, [verdict.left, verdict.right])
}

export function stateFact(block: BlockDeclaration, fact: string, of: readonly Dimension[] = []): Pick<Place, 'help' | 'edits'> {
  if (of.some((each) => [...symbolsOf(each)].some(isOpaque))) return {}
  const last = block.where.at(-1)?.span
  const end = last ?? block.result?.span
  const help = `if \`${block.name.text}\` is only for such sizes, say so in its signature: \`where ${fact}\``
  if (end === undefined) return { help }
  return { help, edits: [{ span: { ...end, start: end.end }, text: last === undefined ? ` where ${fact}` : `, ${fact}` }] }
}

import { constant, constantOf, fromDim, multiply, type Dimension } from '../../types/dimension.js'
import type { Fact } from '../../types/fact.js'
import { formatType, type Dim, type Shape } from '../../types/tensor.js'
import { asWith, type Verdict } from '../compare.js'
import type { StaticValue } from '../typed.js'

export interface RuleInput {
  /** Shapes of the tensors, those of a list one by one. */
  readonly shapes: readonly Shape[]
  /** One more than the highest of the codes that are given, where that is known. */
  readonly vocabulary?: number
  /** Whether they were given as a list. */
  readonly list: boolean
  /** The length of a list of which only the shape of each item is known, which `shapes` holds once. */
  readonly length?: Dimension
  /** A setting that is an int; undefined where nothing is known of it yet. */
  int(name: string): Dimension | undefined
  /** A setting that is a number, whole or not. */
  number(name: string): number | undefined
  /** A setting that is a string. */
  text(name: string): string | undefined
  /** A setting that is a list of ints. */
  ints(name: string): readonly Dimension[] | undefined
  /** What may be relied on where sizes are formulas. */
  readonly assumed: readonly Fact[]
}

/** One application that the function stands for. */
export interface Part {
  /** Another extern than the function itself. */
  readonly extern?: string
  /** f32 where it is not said. */
  readonly dtype?: 'i64'
  readonly shape: Shape
  /** Of codes, one more than the highest. */
  readonly vocabulary?: number
  /** Settings that the rule has worked out: axes counted from the front, sizes instead of -1. */
  readonly statics: Readonly<Record<string, StaticValue>>
}

export type RuleResult =
  | { readonly kind: 'one'; readonly part: Part }
  /** A list of results. */
  | { readonly kind: 'many'; readonly parts: readonly Part[] }
  /** A list of results of one shape, as long as `length` says. */
  | { readonly kind: 'series'; readonly part: Part; readonly length: Dimension }
  /** Nothing can be said before the sizes are known. */
  | { readonly kind: 'open' }
  /** What is wrong, to follow the function's name. */
  | { readonly kind: 'wrong'; readonly reason: string; readonly verdict?: Verdict }

/** The shape of an extern whose declaration writes no result type. */
export interface ShapeRule {
  readonly name: string
  /** Takes a list of tensors in its first parameter: always, or instead of one tensor. */
  readonly lists: 'never' | 'always' | 'also'
  /** Takes codes as well as numbers, and gives what it takes. */
  readonly takesCodes?: boolean
  infer(input: RuleInput): RuleResult
}

export const open: RuleResult = { kind: 'open' }
export const one = (shape: Shape, statics: Part['statics'] = {}): RuleResult => ({ kind: 'one', part: { shape, statics } })
/** With the verdict, where sizes disagree for some of what the block around may be applied to. */
export const wrong = (reason: string, verdict?: Verdict): RuleResult =>
  verdict === undefined ? { kind: 'wrong', reason } : { kind: 'wrong', reason: `${reason}${asWith(verdict)}`, verdict }

/** An axis counted from the front; negative ones count from the back. Undefined where there is none such, or it is not known. */
export function frontAxis(axis: Dimension | undefined, rank: number): number | undefined {
  const given = axis === undefined ? undefined : constantOf(axis)
  if (given === undefined) return undefined
  const front = given < 0 ? given + rank : given
  return front >= 0 && front < rank ? front : undefined
}

/** Where `frontAxis` gives none. */
export function noAxis(axis: Dimension | undefined, shape: Shape): RuleResult {
  const given = axis === undefined ? undefined : constantOf(axis)
  return given === undefined ? open : wrong(`has no axis ${given} in ${print(shape)}`)
}

export const print = (shape: Shape): string => formatType({ dtype: 'f32', shape })
export const product = (shape: Shape): Dimension => shape.reduce((total, size) => multiply(total, fromDim(size)), constant(1))
export const replaced = (shape: Shape, axis: number, size: Dim): Shape => shape.map((each, index) => (index === axis ? size : each))

/** Settings as the graph has them; those that are formulas are left out, for there is no graph yet. */
export const known = (settings: Readonly<Record<string, Dim | readonly Dim[]>>): Part['statics'] =>
  Object.fromEntries(Object.entries(settings).flatMap(([name, value]): [string, StaticValue][] => {
    if (typeof value === 'string') return []
    if (typeof value === 'number') return [[name, value]]
    const numbers = value.flatMap((size) => (typeof size === 'number' ? [size] : []))
    return numbers.length === value.length ? [[name, numbers]] : []
  }))

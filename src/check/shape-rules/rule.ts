import type { StaticValue } from '../typed.js'

export type Sizes = readonly number[]

export interface RuleInput {
  /** Shapes of the tensors, those of a list one by one. */
  readonly shapes: readonly Sizes[]
  /** Whether they were given as a list. */
  readonly list: boolean
  readonly statics: Readonly<Record<string, StaticValue>>
}

/** One application that the function stands for. */
export interface Part {
  /** Another extern than the function itself. */
  readonly extern?: string
  readonly shape: Sizes
  /** Settings that the rule has worked out: axes counted from the front, sizes instead of -1. */
  readonly statics: Readonly<Record<string, StaticValue>>
}

export type RuleResult =
  | { readonly kind: 'one'; readonly part: Part }
  /** A list of results. */
  | { readonly kind: 'many'; readonly parts: readonly Part[] }
  /** What is wrong, to follow the function's name. */
  | { readonly kind: 'wrong'; readonly reason: string }

/** The shape of an extern whose declaration writes no result type. */
export interface ShapeRule {
  readonly name: string
  /** Takes a list of tensors in its first parameter: always, or instead of one tensor. */
  readonly lists: 'never' | 'always' | 'also'
  infer(input: RuleInput): RuleResult
}

export const one = (shape: Sizes, statics: Part['statics'] = {}): RuleResult => ({ kind: 'one', part: { shape, statics } })
export const wrong = (reason: string): RuleResult => ({ kind: 'wrong', reason })

export const numberIn = (statics: RuleInput['statics'], name: string): number => Number(statics[name] ?? 0)

export function numbersIn(statics: RuleInput['statics'], name: string): Sizes {
  const value = statics[name]
  return Array.isArray(value) ? value.map(Number) : []
}

/** An axis counted from the front; negative ones count from the back. */
export function axisIn(statics: RuleInput['statics'], rank: number): number | undefined {
  const axis = numberIn(statics, 'axis')
  const front = axis < 0 ? axis + rank : axis
  return front >= 0 && front < rank ? front : undefined
}

export const print = (shape: Sizes): string => `f32[${shape.join(', ')}]`
export const noAxis = (statics: RuleInput['statics'], shape: Sizes): RuleResult =>
  wrong(`has no axis ${numberIn(statics, 'axis')} in ${print(shape)}`)
export const product = (shape: Sizes): number => shape.reduce((total, size) => total * size, 1)
export const replaced = (shape: Sizes, axis: number, size: number): Sizes => shape.map((each, index) => (index === axis ? size : each))

import type { Attribute, Attributes } from '../ir/graph.js'
import type { Tensor } from '../types/tensor.js'
import { TypeRuleError } from './op.js'

export const isTensor = (value: Attribute | undefined): value is Tensor =>
  typeof value === 'object' && 'data' in value

/** A number attribute, or `fallback` where it is not given. */
export function number(attributes: Attributes, name: string, fallback?: number): number {
  const value = attributes[name] ?? fallback
  if (typeof value !== 'number') throw new TypeRuleError('attribute', `\`${name}\` needs a number`)
  return value
}

export function numbers(attributes: Attributes, name: string, fallback?: readonly number[]): readonly number[] {
  const value = attributes[name] ?? fallback
  if (typeof value !== 'object' || !Array.isArray(value)) {
    throw new TypeRuleError('attribute', `\`${name}\` needs a list of numbers`)
  }
  return value
}

export function string(attributes: Attributes, name: string, fallback?: string): string {
  const value = attributes[name] ?? fallback
  if (typeof value !== 'string') throw new TypeRuleError('attribute', `\`${name}\` needs a string`)
  return value
}

export function boolean(attributes: Attributes, name: string, fallback?: boolean): boolean {
  const value = attributes[name] ?? fallback
  if (typeof value !== 'boolean') throw new TypeRuleError('attribute', `\`${name}\` needs a boolean`)
  return value
}

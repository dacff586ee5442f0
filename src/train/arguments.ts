import type { StaticValue, TypedMethod } from '../check/typed.js'
import type { Quantity } from '../types/field.js'

const isQuantity = (value: StaticValue): value is Quantity => typeof value === 'object' && 'dimension' in value

/** A number that a method was given, by itself or with a unit (its value), or `fallback`. */
export function numberOf(method: TypedMethod, name: string, fallback: number): number {
  const value = method.arguments[name]
  if (typeof value === 'number') return value
  return value !== undefined && isQuantity(value) ? value.value : fallback
}

export function flagOf(method: TypedMethod, name: string, fallback: boolean): boolean {
  const value = method.arguments[name]
  return typeof value === 'boolean' ? value : fallback
}

export function textOf(method: TypedMethod, name: string): string | undefined {
  const value = method.arguments[name]
  return typeof value === 'string' ? value : undefined
}

/** A stretch of training in steps: `200 steps` as it is; epochs, also without a unit, by their length. */
export function stepsOf(method: TypedMethod, name: string, stepsPerEpoch: number, fallback: number): number {
  const value = method.arguments[name]
  if (value !== undefined && isQuantity(value) && value.dimension === 'steps') return value.value
  return numberOf(method, name, fallback) * stepsPerEpoch
}

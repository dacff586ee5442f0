/** Arguments of a checked method, as plain values. */
import type { Quantity } from '../../types/field.js'
import type { StaticValue, TypedMethod } from '../typed.js'

export const isQuantity = (value: StaticValue): value is Quantity => typeof value === 'object' && 'dimension' in value

/** The checker fills every default: what is not there is a mistake of the compiler. */
export function absent(method: TypedMethod, name: string): never {
  throw new Error(`the method ${method.name} lacks its argument ${name}`)
}

/** A number that a method was given, by itself or with a unit (its value). */
export function numberOf(method: TypedMethod, name: string, fallback?: number): number {
  const value = method.arguments[name]
  if (typeof value === 'number') return value
  return value !== undefined && isQuantity(value) ? value.value : (fallback ?? absent(method, name))
}

export function flagOf(method: TypedMethod, name: string, fallback?: boolean): boolean {
  const value = method.arguments[name]
  return typeof value === 'boolean' ? value : (fallback ?? absent(method, name))
}

export function textOf(method: TypedMethod, name: string): string | undefined {
  const value = method.arguments[name]
  return typeof value === 'string' ? value : undefined
}

/** A list of numbers; undefined where there is none. */
export function numbersOf(method: TypedMethod, name: string): readonly number[] | undefined {
  const value = method.arguments[name]
  return Array.isArray(value) ? value.map(Number) : undefined
}

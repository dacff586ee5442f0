import type { StaticValue, TypedMethod } from '../check/typed.js'
import type { Quantity } from '../types/field.js'

const isQuantity = (value: StaticValue): value is Quantity => typeof value === 'object' && 'dimension' in value
const isList = (value: StaticValue): value is readonly StaticValue[] => Array.isArray(value)

/** The checker fills every default (see check/methods): what is not there is a mistake of the compiler. */
function absent(method: TypedMethod, name: string): never {
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

/** `200 steps` as it is; epochs, also without a unit, by their length. */
function inSteps(value: StaticValue, stepsPerEpoch: number): number | undefined {
  if (typeof value === 'number') return value * stepsPerEpoch
  if (!isQuantity(value)) return undefined
  return value.dimension === 'steps' ? value.value : value.value * stepsPerEpoch
}

/** A stretch of training in steps. */
export const stepsOf = (method: TypedMethod, name: string, stepsPerEpoch: number): number =>
  inSteps(method.arguments[name] ?? absent(method, name), stepsPerEpoch) ?? absent(method, name)

/** A list of them. */
export function stepsIn(method: TypedMethod, name: string, stepsPerEpoch: number): readonly number[] {
  const value = method.arguments[name] ?? absent(method, name)
  return (isList(value) ? value : [value]).map((each) => inSteps(each, stepsPerEpoch) ?? absent(method, name))
}

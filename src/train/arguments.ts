import { absent, isQuantity } from '../check/methods/given.js'
import type { StaticValue, TypedMethod } from '../check/typed.js'

export { flagOf, numberOf, textOf } from '../check/methods/given.js'

const isList = (value: StaticValue): value is readonly StaticValue[] => Array.isArray(value)

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

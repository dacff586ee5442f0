import type { Balance } from './balance.js'
import { equal } from './equal.js'
import { fixed } from './static.js'
import { uncertainty } from './uncertainty.js'

/** Every balancing method that can be trained with, by its name in the language. */
export const balances: ReadonlyMap<string, Balance> = new Map([equal, fixed, uncertainty].map((method) => [method.name, method]))

export function balanceNamed(name: string): Balance {
  const method = balances.get(name)
  if (method === undefined) throw new Error(`there is no balancing method called ${name}`)
  return method
}

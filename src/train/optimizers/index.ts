import { adam } from './adam.js'
import { adamw } from './adamw.js'
import type { Optimizer } from './optimizer.js'
import { sgd } from './sgd.js'

export const optimizers: ReadonlyMap<string, Optimizer> = new Map([sgd, adam, adamw].map((optimizer) => [optimizer.name, optimizer]))

export function optimizerNamed(name: string): Optimizer {
  const optimizer = optimizers.get(name)
  if (optimizer === undefined) throw new Error(`there is no optimizer called ${name}`)
  return optimizer
}

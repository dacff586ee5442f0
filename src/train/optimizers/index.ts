import { adafactor } from './adafactor.js'
import { adam } from './adam.js'
import { adamw } from './adamw.js'
import { lamb } from './lamb.js'
import { lion } from './lion.js'
import type { Optimizer } from './optimizer.js'
import { sgd } from './sgd.js'

export const optimizers: ReadonlyMap<string, Optimizer> = new Map(
  [sgd, adam, adamw, adafactor, lion, lamb].map((optimizer) => [optimizer.name, optimizer]),
)

export function optimizerNamed(name: string): Optimizer {
  const optimizer = optimizers.get(name)
  if (optimizer === undefined) throw new Error(`there is no optimizer called ${name}`)
  return optimizer
}

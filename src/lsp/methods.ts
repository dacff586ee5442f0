/** Which table a setting takes its method from. */
import { latencySettings } from '../check/budget.js'
import { augmentations } from '../check/methods/augmentations.js'
import { losses } from '../check/methods/losses.js'
import type { Methods, MethodSpec } from '../check/methods/method.js'
import { metrics } from '../check/methods/metrics.js'
import { barePasses, distillation, initialization, passes, passKinds } from '../check/methods/passes.js'
import { schemes, selectors } from '../check/methods/schemes.js'
import { trainMethods } from '../check/train.js'

export interface MethodTable {
  /** What its methods are, in a word or two. */
  readonly kind: string
  readonly table: Methods
  /** Kinds of targets that a method is defined for; absent where that is no question. */
  readonly fits?: (method: string) => readonly string[]
}

const tables: Readonly<Record<string, MethodTable>> = {
  share: { kind: 'sharing scheme', table: schemes },
  select: { kind: 'selection of tasks', table: selectors },
  loss: { kind: 'loss', table: losses, fits: (name) => losses.get(name)?.fits ?? [] },
  metric: { kind: 'metric', table: metrics, fits: (name) => metrics.get(name)?.fits ?? [] },
  augment: { kind: 'augmentation', table: augmentations },
  ...trainMethods,
  ...Object.fromEntries(Object.entries(passKinds).map(([word, kind]) => [word, { kind, table: passes.get(word) ?? new Map<string, MethodSpec>() }])),
}

const bare: Readonly<Record<string, MethodSpec>> = { distill: distillation, latency: latencySettings, init: initialization, ...Object.fromEntries(barePasses) }

/** The methods that a setting takes, by the word that begins it. */
export const methodTable = (setting: string): MethodTable | undefined => (Object.hasOwn(tables, setting) ? tables[setting] : undefined)

/** What stands in brackets directly after the word of a setting: `distill(…)`, `cluster(…)`, `latency(…)`. */
export const bareSpec = (setting: string): MethodSpec | undefined => (Object.hasOwn(bare, setting) ? bare[setting] : undefined)

/** What this version says of a method, or of a parameter, that it does not run. */
export const laterNote = 'This version checks it, and does not run it yet.'

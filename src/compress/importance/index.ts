import type { Importance } from './importance.js'
import { l1 } from './l1.js'
import { l2 } from './l2.js'
import { random } from './random.js'
import { taylor } from './taylor.js'

/** What `prune channels(importance = …)` can name. */
export const importances: ReadonlyMap<string, Importance> = new Map(
  [taylor, l1, l2, random].map((importance) => [importance.name, importance]),
)

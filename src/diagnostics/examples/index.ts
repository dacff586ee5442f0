/** An example for every code but those of lint rules, which have their own. Loaded by who shows them, and by nobody else. */
import { compression } from './compression.js'
import { data } from './data.js'
import type { Examples } from './example.js'
import { internal } from './internal.js'
import { lint } from './lint.js'
import { run } from './run.js'
import { syntax } from './syntax.js'
import { tasks } from './tasks.js'
import { types } from './types.js'
import { watch } from './watch.js'

export const examples: Examples = { ...syntax, ...types, ...tasks, ...data, ...compression, ...run, ...watch, ...lint, ...internal }

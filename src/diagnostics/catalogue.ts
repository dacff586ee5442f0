import type { DiagnosticKind } from './diagnostic.js'
import * as compression from './compression.js'
import * as data from './data.js'
import * as declarations from './declarations.js'
import * as internal from './internal.js'
import * as lint from './lint.js'
import * as run from './run.js'
import * as syntax from './syntax.js'
import * as tasks from './tasks.js'
import * as types from './types.js'

type Described = Pick<DiagnosticKind<never>, 'code' | 'severity' | 'explanation'>

/** Every kind of finding, by code. */
export const catalogue: ReadonlyMap<string, Described> = new Map(
  [syntax, types, tasks, data, declarations, compression, run, lint, internal]
    .flatMap((group): Described[] => Object.values(group))
    .map((kind) => [kind.code, kind]),
)

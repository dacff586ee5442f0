import * as compression from './compression.js'
import * as data from './data.js'
import * as declarations from './declarations.js'
import type { DiagnosticKind } from './diagnostic.js'
import * as internal from './internal.js'
import * as lint from './lint.js'
import * as run from './run.js'
import * as syntax from './syntax.js'
import * as tasks from './tasks.js'
import * as types from './types.js'
import * as watch from './watch.js'

/** A kind of finding as it is documented. */
export interface Described extends Pick<DiagnosticKind<never>, 'code' | 'severity' | 'explanation'> {
  /** As the catalogue's source calls it: `UnknownName`. */
  readonly name: string
  /** The same in words: `unknown name`. */
  readonly title: string
}

export interface Group {
  readonly title: string
  readonly kinds: readonly Described[]
}

const words = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

const group = (title: string, ...files: readonly Readonly<Record<string, Pick<DiagnosticKind<never>, 'code' | 'severity' | 'explanation'>>>[]): Group => ({
  title,
  kinds: files
    .flatMap((file) => Object.entries(file))
    .map(([name, { code, severity, explanation }]) => ({
      code, severity, explanation, name: name.slice(0, 1).toUpperCase() + name.slice(1), title: words(name),
    }))
    .toSorted((a, b) => (a.code < b.code ? -1 : 1)),
})

/** All kinds, in the order of their codes. */
export const groups: readonly Group[] = [
  group('How a file is written', syntax),
  group('Names, types and shapes', types),
  group('Tasks, sharing, balance and settings', tasks),
  group('Data', data, declarations),
  group('Compression and the budget', compression),
  group('Training, and files that are written', run, watch),
  group('What the linter finds', lint),
  group('Bugs of the compiler', internal),
]

/** Every kind of finding, by code. */
export const catalogue: ReadonlyMap<string, Described> = new Map(groups.flatMap(({ kinds }) => kinds).map((kind) => [kind.code, kind]))

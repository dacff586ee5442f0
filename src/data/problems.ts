import { wrongLength, type RowArguments } from '../diagnostics/data.js'
import type { Diagnostic, DiagnosticKind, Span } from '../diagnostics/diagnostic.js'
import { describe, type Cell } from './cells.js'

export type RowKind = DiagnosticKind<RowArguments>

/** What is wrong with one row: the first thing that was found. */
export interface Problem {
  readonly kind: RowKind
  readonly column: string
  readonly value: string
  readonly wanted: string
  readonly lengths?: string
}

export const problem = (kind: RowKind, column: string, cell: Cell, wanted: string): Problem => ({
  kind,
  column,
  value: describe(cell),
  wanted,
})

/** A list that is not as long as it should be. */
export const lengthProblem = (column: string, list: readonly Cell[], needed: string, wanted: string, of = 'value'): Problem => ({
  ...problem(wrongLength, column, list, wanted),
  lengths: `${list.length} ${list.length === 1 ? of : `${of}s`}, and ${needed} needed`,
})

interface Noted extends Problem {
  readonly source: string
  readonly span: Span | undefined
  readonly row: number
  readonly others: number[]
  count: number
}

const shown = 4

/** Gathers problems of rows in bounded memory: one finding for each kind, source and column. */
export class Problems {
  private readonly noted = new Map<string, Noted>()

  add(found: Problem, source: string, row: number, span?: Span): void {
    const id = JSON.stringify([found.kind.code, source, found.column])
    const before = this.noted.get(id)
    if (before === undefined) {
      this.noted.set(id, { ...found, source, span, row, others: [], count: 0 })
      return
    }
    before.count++
    if (before.others.length < shown) before.others.push(row)
  }

  findings(): readonly Diagnostic[] {
    return [...this.noted.values()].map(({ kind, span, source, column, row, value, wanted, lengths, others, count }) =>
      kind({ source, column, row, value, wanted, ...(lengths === undefined ? {} : { lengths }), others: { count, rows: others } }, span === undefined ? {} : { span }),
    )
  }
}

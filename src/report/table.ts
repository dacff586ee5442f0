import { displayWidth } from '../diagnostics/width.js'

/** Columns of text, aligned; `right` names the columns that end flush. Rows of one empty cell are blank lines. */
export function alignColumns(rows: readonly (readonly string[])[], right: ReadonlySet<number> = new Set(), indent = ''): readonly string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, column) => Math.max(...rows.map((row) => displayWidth(row[column] ?? ''))))
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const gap = ' '.repeat(Math.max(0, (widths[column] ?? 0) - displayWidth(cell)))
        return right.has(column) ? gap + cell : cell + gap
      })
      .reduce((line, cell, column) => (column === 0 ? indent + cell : `${line}  ${cell}`), '')
      .trimEnd(),
  )
}

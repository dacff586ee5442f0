/** Workflow commands, which GitHub Actions shows beside the lines of a pull request. */
import type { Severity } from '../diagnostic.js'
import { places, type Reporter } from './reporter.js'

const commands: Record<Severity, string> = { error: 'error', warning: 'warning', info: 'notice' }

/** A command ends with its line, and `%` begins an escape. */
const message = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
/** Properties are also parted by `,` and end at `:`. */
const property = (text: string): string => message(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

export const report: Reporter = (found, options) => {
  const place = places(options)
  return found
    .map(({ finding, about }) => {
      const { file, range: { start, end } } = place(finding.span, about)
      // Columns are of one line; over several, only lines can be marked.
      const columns = start.line === end.line ? { col: start.column, endColumn: Math.max(end.column, start.column) } : {}
      const properties = { file: file.replaceAll('\\', '/'), line: start.line, endLine: end.line, ...columns, title: finding.code }
      const written = Object.entries(properties).map(([key, value]) => `${key}=${property(String(value))}`)
      const text = finding.help === undefined ? finding.message : `${finding.message}\nhelp: ${finding.help}`
      return `::${commands[finding.severity]} ${written.join(',')}::${message(text)}\n`
    })
    .join('')
}

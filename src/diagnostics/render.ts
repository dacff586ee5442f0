import { noColors, type Colors } from './colors.js'
import type { Diagnostic, Edit, Severity, Span } from './diagnostic.js'
import { frame, gutterOf, type Marked } from './frame.js'
import { patch, patchGutter } from './patch.js'
import { linesOf } from './position.js'

export interface RenderOptions {
  /** Texts of the files that spans point into, by path. */
  readonly sources: ReadonlyMap<string, string>
  /** How a path is shown; by default as it is. */
  readonly show?: (path: string) => string
  readonly colors?: Colors
}

export const samePath = (path: string): string => path

/**
 * One finding as people read it: what, where, the code with every span marked, and how to mend it.
 *
 *     error[MTL2003]: task `left` predicts f32[64], but label<10> needs f32[10]
 *       --> digits.mtl:21:15
 *        |
 *     12 |   target left: label<10>
 *        |                --------- the target
 *     …
 *     help: write `Dense(10)`
 *     21 ~   task left = trunk |> Dense(10)
 */
export function renderPretty(finding: Diagnostic, options: RenderOptions): string {
  const { sources, show = samePath, colors = noColors } = options
  const paint: Record<Severity, (text: string) => string> = { error: colors.red, warning: colors.yellow, info: colors.cyan }
  const title = colors.bold(paint[finding.severity](`${finding.severity}[${finding.code}]`)) + colors.bold(`: ${finding.message}`)
  const output = [title]

  const files = spansByFile(finding)
  const framed = [...files].map(([file, spans]) => {
    const source = sources.get(file)
    return { file, spans, source, gutter: source === undefined ? 1 : gutterOf(source, spans) }
  })
  const patches = [...editsByFile(finding.edits ?? [])].flatMap(([file, edits]) => {
    const source = sources.get(file)
    return source === undefined ? [] : [{ file, edits, source, gutter: patchGutter(source, edits) }]
  })
  const gutter = Math.max(1, ...framed.map((block) => block.gutter), ...patches.map((block) => block.gutter))
  const indent = ' '.repeat(gutter)
  framed.forEach(({ file, spans, source }, index) => {
    const [first] = spans
    const arrow = colors.blue(index === 0 ? '-->' : ':::')
    if (source === undefined || first === undefined) {
      output.push(`${indent} ${arrow} ${show(file)}`)
      return
    }
    const at = linesOf(source).at(first.start)
    output.push(`${indent}${arrow} ${show(file)}:${at.line}:${at.column}`, `${indent} ${colors.blue('|')}`)
    output.push(...frame(source, spans, gutter, colors))
  })
  // What has no text to point at is said in words.
  if (finding.span === undefined) output.push(...finding.related.filter(({ span }) => !sources.has(span.file)).map(({ message }) => `note: ${message}`))
  if (finding.help !== undefined) output.push(`${colors.bold(colors.green('help'))}: ${finding.help}`)
  for (const { file, edits, source } of patches) {
    if (file !== finding.span?.file) output.push(`${indent}${colors.blue(':::')} ${show(file)}`)
    output.push(...patch(source, edits, gutter, colors))
  }
  return output.join('\n')
}

function editsByFile(edits: readonly Edit[]): ReadonlyMap<string, readonly Edit[]> {
  const files = new Map<string, Edit[]>()
  for (const edit of edits) files.set(edit.span.file, [...(files.get(edit.span.file) ?? []), edit])
  return files
}

/** The spans of a finding, the primary file first and the primary span first in it. */
function spansByFile(finding: Diagnostic): ReadonlyMap<string, readonly Marked[]> {
  const files = new Map<string, Marked[]>()
  const add = (span: Span, primary: boolean, label?: string): void => {
    const marked = { start: span.start, end: span.end, primary, ...(label === undefined ? {} : { label }) }
    const known = files.get(span.file)
    if (known === undefined) files.set(span.file, [marked])
    else known.push(marked)
  }
  if (finding.span !== undefined) add(finding.span, true)
  for (const related of finding.related) add(related.span, false, related.message)
  return files
}

/** `2 errors, 1 warning`; empty without findings. */
export function summary(findings: readonly Diagnostic[]): string {
  const count = (severity: Severity, one: string, many: string): readonly string[] => {
    const number = findings.filter((finding) => finding.severity === severity).length
    return number === 0 ? [] : [`${number} ${number === 1 ? one : many}`]
  }
  return [...count('error', 'error', 'errors'), ...count('warning', 'warning', 'warnings'), ...count('info', 'note', 'notes')].join(', ')
}

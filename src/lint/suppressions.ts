/**
 * Comments that keep rules quiet: `// lint-ignore RULE, RULE: reason` at the end of a line or on the lines above it, and
 * `// lint-ignore-file RULE: reason` anywhere.
 */
import type { Diagnostic, Edit, Span } from '../diagnostics/diagnostic.js'
import { unknownLintRule, unusedSuppression } from '../diagnostics/lint.js'
import { linesOf, type Lines } from '../diagnostics/position.js'
import { suggest } from '../diagnostics/suggest.js'
import type { Comment } from '../syntax/lexer.js'
import { lineAround } from './places.js'

export interface Suppression {
  readonly rule: string
  /** Where the rule is named. */
  readonly span: Span
  /** The line, from 1, that it speaks of; undefined for the whole file. */
  readonly line?: number
  /** Takes this rule out of the comment, or the comment with it. */
  readonly removal: Edit
}

export function suppressionsIn(text: string, comments: readonly Comment[]): readonly Suppression[] {
  const lines = linesOf(text)
  return comments.flatMap((comment) => {
    const [head, scope, list = ''] = /^\/\/[ \t]*lint-ignore(-file)?(?![\w-])([^:]*)/.exec(comment.text) ?? []
    if (head === undefined || comment.kind !== 'line') return []
    const from = comment.span.start + head.length - list.length
    const named = [...list.matchAll(/[^\s,]+/g)]
    const line = scope === undefined ? { line: lineOf(text, lines, comment) } : {}
    if (named.length === 0) return [{ rule: '', span: comment.span, ...line, removal: whole(text, comment) }]
    return named.map(([rule], index) => {
      const start = from + (named[index]?.index ?? 0)
      const rest = named.filter((each) => each !== named[index]).map(([name]) => name)
      const places = { ...comment.span, start: from + (named[0]?.index ?? 0), end: from + list.trimEnd().length }
      return {
        rule,
        span: { ...comment.span, start, end: start + rule.length },
        ...line,
        removal: rest.length === 0 ? whole(text, comment) : { span: places, text: rest.join(', ') },
      }
    })
  })
}

/** The comment's own line where it stands behind something; otherwise the next line with more than a comment. */
function lineOf(text: string, lines: Lines, { span }: Comment): number {
  const own = lines.at(span.start).line
  if (text.slice(lines.start(own), span.start).trim() !== '') return own
  let line = own + 1
  while (line < lines.count && /^\s*(?:\/\/|$)/.test(lines.text(line))) line++
  return line
}

/** The comment with the line that it has to itself, or with the space before it. */
function whole(text: string, { span }: Comment): Edit {
  const line = lineAround(text, span)
  const before = /[ \t]*$/.exec(text.slice(0, span.start))?.[0].length ?? 0
  return { span: line.start < span.start || line.end > span.end ? line : { ...span, start: span.start - before }, text: '' }
}

export interface Filtered<T> {
  readonly kept: readonly T[]
  readonly unused: readonly Diagnostic[]
  readonly unknown: readonly Diagnostic[]
}

/** Leaves out what is suppressed. `ran` are the rules that had their say, `known` all that there are. */
export function suppress<T extends { readonly rule: string; readonly diagnostic: Diagnostic }>(
  found: readonly T[], suppressions: readonly Suppression[], text: string, ran: ReadonlySet<string>, known: readonly string[],
): Filtered<T> {
  const lines = linesOf(text)
  const used = new Set<Suppression>()
  const kept = found.filter(({ rule, diagnostic: { span } }) => {
    const line = span === undefined ? 1 : lines.at(span.start).line
    const matching = suppressions.filter((each) => each.rule === rule && (each.line === undefined || each.line === line))
    for (const each of matching) used.add(each)
    return matching.length === 0
  })
  const unknown = suppressions.filter(({ rule }) => !known.includes(rule)).map(({ rule, span, removal }) => {
    const suggestion = suggest(rule, known)
    return unknownLintRule({ rule, ...(suggestion === undefined ? {} : { suggestion }) }, { span, ...(suggestion === undefined ? { edits: [removal] } : {}) })
  })
  const unused = suppressions.filter((each) => ran.has(each.rule) && !used.has(each)).map(({ rule, span, line, removal }) =>
    unusedSuppression({ rule, where: line === undefined ? 'in this file' : `on line ${line}` }, { span, edits: [removal] }),
  )
  return { kept, unused, unknown }
}

/** Lints files that live in memory, with the real core library. */
import { nodeHost } from '../../src/host/node.js'
import type { Diagnostic } from '../../src/diagnostics/diagnostic.js'
import { lintFindings, type LintFinding, type LintOptions } from '../../src/lint/lint.js'
import { parse } from '../../src/syntax/parse.js'
import { type Files } from '../check/host.js'
import { checkFiles } from '../check/kit.js'
import type { Examined } from '../../src/lint/fix.js'

const host = nodeHost()
const corePath = host.resolve('std/core', 'main.mtl') ?? ''
const core = parse(host.readText(corePath) ?? '', corePath).file

export interface Linted extends Examined {
  readonly text: string
  readonly diagnostics: readonly Diagnostic[]
}

export async function lintText(text: string, options: LintOptions = {}, files: Files = {}): Promise<Linted> {
  const { program, diagnostics } = await checkFiles({ ...files, 'main.mtl': text })
  const parsed = parse(text, 'main.mtl')
  const findings = lintFindings({ text, parsed, core, ...(program === undefined ? {} : { program }) }, options)
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length
  return { text, findings, diagnostics, errors, syntax: parsed.diagnostics }
}

/** The finding as a line: its rule, and the text that it marks. */
export const shown = ({ rule, diagnostic }: LintFinding, text: string): string =>
  `${rule === '' ? diagnostic.code : rule} ← ${text.slice(diagnostic.span?.start, diagnostic.span?.end).replace(/\s+/g, ' ')}`

export async function found(text: string, options: LintOptions = {}, files: Files = {}): Promise<readonly string[]> {
  const { findings } = await lintText(text, options, files)
  return findings.map((finding) => shown(finding, text))
}

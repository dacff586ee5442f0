/** What is known of a code: what it means, an example with its finding, and the example mended. */
import { check } from '../check/check.js'
import { catalogue, groups, type Described } from '../diagnostics/catalogue.js'
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import { applyEdits } from '../diagnostics/edits.js'
import { exampleFile, isExample, type Example, type Files, type Unprovoked } from '../diagnostics/examples/example.js'
import { examples } from '../diagnostics/examples/index.js'
import type { Host } from '../host/host.js'
import { lintFindings } from '../lint/lint.js'
import { rules } from '../lint/rules/index.js'
import { parse } from '../syntax/parse.js'

export interface Explanation extends Described {
  /** Of the codes that begin alike. */
  readonly group: string
  /** Why there is no example. */
  readonly unprovoked?: string
  readonly example?: Explained
}

export interface Explained {
  /** `example.mtl` first, then what lies beside it. */
  readonly files: Files
  readonly commands: readonly string[]
  readonly finding: Diagnostic
  /** Only the files that change; absent where what was done has to change. */
  readonly mended?: Files
}

/** Undefined where there is no such code. */
export async function explain(code: string, host: Host): Promise<Explanation | undefined> {
  const kind = catalogue.get(code)
  const group = groups.find(({ kinds }) => kinds.some((each) => each.code === code))?.title
  if (kind === undefined || group === undefined) return undefined
  const rule = rules.find((each) => each.kind.code === code)
  const ruled: Example | undefined = rule === undefined ? undefined : { text: rule.bad, mended: rule.good, commands: [`mtlc lint example.mtl${rule.enabled === false ? ` --rule ${rule.name}=warn` : ''}`] }
  const entry: Example | Unprovoked | undefined = ruled ?? examples[code]
  if (entry === undefined || !isExample(entry)) return { ...kind, group, ...(entry === undefined ? {} : { unprovoked: entry.unprovoked }) }

  const { text, beside = {}, mendedBeside } = entry
  const finding = entry.finding?.((marked) => spanOf(text, marked)) ?? (await found(code, entry, host))
  if (finding === undefined) throw new Error(`the example of ${code} does not raise it`)
  const right = entry.mended ?? (finding.edits === undefined ? text : applyEdits(text, finding.edits))
  const mended = { ...(right === text ? {} : { [exampleFile]: right }), ...mendedBeside }
  const commands = entry.commands ?? [`mtlc check ${exampleFile}`]
  return { ...kind, group, example: { files: { [exampleFile]: text, ...beside }, commands, finding, ...(Object.keys(mended).length === 0 ? {} : { mended }) } }
}

const spanOf = (text: string, marked: string) => {
  const start = text.indexOf(marked)
  return { span: { file: exampleFile, start, end: start + marked.length } }
}

/** What the checker or the linter says of an example. */
async function found(code: string, { text, beside = {} }: Example, node: Host): Promise<Diagnostic | undefined> {
  const files: Files = { ...beside, [exampleFile]: text }
  const host: Host = {
    readText: (path) => files[path] ?? node.readText(path),
    resolve: (specifier, from) => (specifier.startsWith('./') ? `${specifier.slice(2)}.mtl` : node.resolve(specifier, from)),
  }
  const { program, diagnostics } = await check(exampleFile, { host })
  const raised = diagnostics.find((finding) => finding.code === code)
  if (raised !== undefined) return raised
  const corePath = host.resolve('std/core', exampleFile)
  const core = corePath === undefined ? undefined : parse(host.readText(corePath) ?? '', corePath).file
  const every = new Map(rules.filter((rule) => rule.kind.code === code).map(({ name }) => [name, 'warn' as const]))
  const source = { text, parsed: parse(text, exampleFile), ...(program === undefined ? {} : { program }), ...(core === undefined ? {} : { core }) }
  return lintFindings(source, { rules: every }).find(({ diagnostic }) => diagnostic.code === code)?.diagnostic
}

/** `MTL2003`, `mtl2003`, `2003`, or the name of a lint rule. */
export function codeOf(written: string): string | undefined {
  const digits = /^(?:mtl)?(\d{4})$/i.exec(written.trim())?.[1]
  const code = digits === undefined ? rules.find(({ name }) => name === written)?.kind.code : `MTL${digits}`
  return code !== undefined && catalogue.has(code) ? code : undefined
}

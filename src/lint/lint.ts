/**
 * The linter: what is no mistake, but probably not what was meant. A pure function of a file as it was parsed and, where
 * it checks, of the program that the checker made of it.
 */
import type { TypedProgram } from '../check/typed.js'
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import type { File } from '../syntax/ast.js'
import type { Parsed } from '../syntax/parse.js'
import { namesOf } from './names.js'
import type { LintContext, LintRule } from './rule.js'
import { rules } from './rules/index.js'
import { suppress, suppressionsIn } from './suppressions.js'

export interface LintSource {
  readonly text: string
  readonly parsed: Parsed
  /** Absent where the file has errors: rules that need it are left out. */
  readonly program?: TypedProgram
  /** The core library, whose names are not the file's own. */
  readonly core?: File
}

export interface LintOptions {
  /** Rules by name that are turned off or on, against what they are by themselves. */
  readonly rules?: ReadonlyMap<string, 'off' | 'warn'>
}

export interface LintFinding {
  /** Empty for what is wrong with a suppression. */
  readonly rule: string
  readonly diagnostic: Diagnostic
  /** Whether `--fix` makes its edits, where it has any. */
  readonly safe: boolean
}

/** In the order of the file. A text that does not parse has no findings: half a tree would tell tales. */
export function lintFindings(source: LintSource, options: LintOptions = {}): readonly LintFinding[] {
  const { parsed, text, core, program } = source
  if (parsed.diagnostics.some(({ severity }) => severity === 'error')) return []
  const { file } = parsed
  const isLibrary = file.declarations.every(({ kind }) => kind !== 'model' && kind !== 'train' && kind !== 'compress')
  const context: LintContext = { file, text, names: namesOf(file, blocksOf(core)), isLibrary }
  const ran = rules.filter((rule) => isOn(rule, options) && (rule.typed !== true || program !== undefined))
  const found = ran.flatMap((rule) => {
    const raised = rule.typed !== true ? rule.check(context) : program === undefined ? [] : rule.check({ ...context, program })
    return raised.map((diagnostic): LintFinding => ({ rule: rule.name, diagnostic: named(diagnostic, rule.name), safe: rule.fix === 'always' }))
  })
  const names = rules.map(({ name }) => name)
  const { kept, unused, unknown } = suppress(found, suppressionsIn(text, parsed.comments), text, new Set(ran.map(({ name }) => name)), names)
  return [...kept, ...aboutComments(unused, true), ...aboutComments(unknown, false)].toSorted((a, b) => (a.diagnostic.span?.start ?? 0) - (b.diagnostic.span?.start ?? 0))
}

const aboutComments = (diagnostics: readonly Diagnostic[], safe: boolean): readonly LintFinding[] =>
  diagnostics.map((diagnostic) => ({ rule: '', diagnostic, safe }))

export const lint = (source: LintSource, options: LintOptions = {}): readonly Diagnostic[] =>
  lintFindings(source, options).map(({ diagnostic }) => diagnostic)

const isOn = ({ name, enabled }: LintRule, options: LintOptions): boolean => {
  const said = options.rules?.get(name)
  return said === undefined ? enabled !== false : said === 'warn'
}

/** A reader who disagrees needs the rule's name. */
const named = (diagnostic: Diagnostic, rule: string): Diagnostic => ({ ...diagnostic, message: `${diagnostic.message} [${rule}]` })

const blocksOf = (core: File | undefined): ReadonlySet<string> =>
  new Set(core?.declarations.flatMap((declaration) => (declaration.kind === 'block' ? [declaration.name.text] : [])))

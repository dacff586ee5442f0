import { InvalidArgumentError, Option } from 'commander'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { reporters, type Format } from '../../diagnostics/reporters/index.js'
import type { Found } from '../../diagnostics/reporters/reporter.js'
import { version } from '../../host/version.js'
import type { Examined } from '../../lint/fix.js'
import type { Declare } from '../context.js'
import { exitCode, UsageError } from '../exit.js'
import { shownPath } from '../terminal.js'

type Levels = ReadonlyMap<string, 'off' | 'warn'>

interface LintCommandOptions {
  readonly fix: boolean
  readonly rules: boolean
  readonly rule: Levels
  readonly format: Format
}

const ruleOption = (): Option =>
  new Option('--rule <rule>', 'turn a rule off or on: naming=off, undocumented-block=warn (repeatable)')
    .argParser((text: string, before: Levels): Levels => {
      const [, name = '', level] = /^([\w-]+)=(off|warn)$/.exec(text) ?? []
      if (level !== 'off' && level !== 'warn') throw new InvalidArgumentError('It must be a rule and `off` or `warn`, such as naming=off.')
      return new Map([...before, [name, level]])
    })
    .default(new Map(), 'none')

/** `mtlc lint FILE…`: what is no mistake, but probably not what was meant. */
export const declareLint: Declare = (program, { terminal, globals, finish }) => {
  program
    .command('lint')
    .summary('find what is probably not meant')
    .description(
      'Looks for what is no mistake, but probably not what was meant: unused names, layers that do nothing, losses of other scales. Errors that `mtlc check` finds are not told again; where there are some, rules about the whole model are left out. A file that cannot be read shows why, and is not looked at further.',
    )
    .argument('[file...]', '.mtl files')
    .option('--fix', 'make the edits that change nothing of what is computed, and write the files', false)
    .option('--rules', 'list the rules', false)
    .addOption(ruleOption())
    .addOption(new Option('--format <format>', 'how findings are printed').choices(Object.keys(reporters)).default('pretty'))
    .addHelpText(
      'after',
      `
A comment keeps a rule quiet on its own line or the next, or in the whole file:
  // lint-ignore RULE, RULE: reason
  // lint-ignore-file RULE: reason

Exits with 1 where anything was found, after --fix where anything is left.

Examples:
  mtlc lint digits.mtl
  mtlc lint --fix models/*.mtl
  mtlc lint --rule naming=off --rule undocumented-block=warn blocks.mtl`,
    )
    .action(async (files: readonly string[], options: LintCommandOptions) => {
      const { rules } = await import('../../lint/rules/index.js')
      await refuseUnknown(options.rule, rules.map(({ name }) => name))
      if (options.rules) {
        const off = terminal.outColors.dim(' (off by itself)')
        for (const { name, kind, enabled } of rules) terminal.out(`${terminal.outColors.bold(name)}${enabled === false ? off : ''}\n  ${kind.explanation}\n`)
        return finish(exitCode.ok)
      }
      if (files.length === 0) throw new UsageError('lint needs a file', 'name .mtl files, or list the rules by --rules')
      const show = shownPath(terminal.directory)
      const report = await reporters[options.format]()
      const sources = new Map<string, string>()
      const found: Found[] = []
      let mended = 0
      for (const file of new Set(files.map((each) => resolve(terminal.directory, each)))) {
        const linted = await lintFile(file, options)
        mended += linted.count
        for (const [path, text] of linted.sources) sources.set(path, text)
        found.push(...linted.found.map((finding) => ({ finding, about: file })))
        if (linted.unchecked && !globals().quiet) {
          terminal.err(`note: ${show(file)} has errors, which \`mtlc check\` tells: rules about the whole model were left out\n`)
        }
      }
      if (mended > 0 && !globals().quiet) terminal.err(`mended ${mended} finding${mended === 1 ? '' : 's'}\n`)
      const subject = files.length === 1 ? show(files[0] ?? '') : `${files.length} files`
      terminal.out(report(found, { sources, show, colors: terminal.outColors, subject, quiet: globals().quiet, version }))
      finish(found.length === 0 ? exitCode.ok : exitCode.findings)
    })
}

async function refuseUnknown(levels: Levels, known: readonly string[]): Promise<void> {
  const unknown = [...levels.keys()].find((name) => !known.includes(name))
  if (unknown === undefined) return
  const { suggest } = await import('../../diagnostics/suggest.js')
  const meant = suggest(unknown, known)
  throw new UsageError(`there is no lint rule called ${unknown}`, meant === undefined ? '`mtlc lint --rules` lists them' : `did you mean ${meant}?`)
}

interface LintedFile {
  readonly found: readonly Found['finding'][]
  readonly sources: ReadonlyMap<string, string>
  /** How many findings were mended. */
  readonly count: number
  /** Whether rules were left out since the file has errors. */
  readonly unchecked: boolean
}

async function lintFile(path: string, { fix: wanted, rule }: LintCommandOptions): Promise<LintedFile> {
  const [{ checkFile }, { nodeHost }, { lintFindings }, { fix }, { parse }] = await Promise.all([
    import('../front.js'), import('../../host/node.js'), import('../../lint/lint.js'), import('../../lint/fix.js'), import('../../syntax/parse.js'),
  ])
  const host = nodeHost()
  const text = host.readText(path)
  const first = await checkFile(path)
  if (text === undefined) return { found: first.diagnostics, sources: first.sources, count: 0, unchecked: false }

  const corePath = host.resolve('std/core', path)
  const core = corePath === undefined ? undefined : parse(host.readText(corePath) ?? '', corePath).file
  const sources = new Map(first.sources)
  const examine = async (candidate: string): Promise<Examined> => {
    const { program, diagnostics } = candidate === text ? first : await checkFile(path, [], candidate)
    const parsed = parse(candidate, path)
    const findings = lintFindings({ text: candidate, parsed, ...(program === undefined ? {} : { program }), ...(core === undefined ? {} : { core }) }, { rules: rule })
    return { findings, syntax: parsed.diagnostics, errors: diagnostics.filter(({ severity }) => severity === 'error').length }
  }
  const fixed = wanted ? await fix(text, examine) : { text, count: 0, examined: await examine(text) }
  if (fixed.text !== text) {
    const { rewriteAtomically } = await import('../../storage/files.js')
    // The host reads past a byte order mark; it stays.
    const mark = (await readFile(path, 'utf8')).startsWith('\uFEFF') ? '\uFEFF' : ''
    await rewriteAtomically(path, mark + fixed.text)
    sources.set(path, fixed.text)
  }
  const { syntax, findings, errors } = fixed.examined
  const found = [...syntax, ...findings.map(({ diagnostic }) => diagnostic)]
  return { found, sources, count: fixed.count, unchecked: syntax.length === 0 && errors > 0 }
}

import { Option } from 'commander'
import { resolve } from 'node:path'
import { hasErrors } from '../../diagnostics/diagnostic.js'
import { reporters, type Format } from '../../diagnostics/reporters/index.js'
import type { Found } from '../../diagnostics/reporters/reporter.js'
import type { Declare } from '../context.js'
import { version } from '../../host/version.js'
import { exitCode } from '../exit.js'
import { setOption } from '../options.js'
import { shownPath } from '../terminal.js'

interface CheckOptions {
  readonly format: Format
  readonly set: readonly string[]
  readonly watch: boolean
}

/** `mtlc check FILE…`: everything that can be said of the files without running them. */
export const declareCheck: Declare = (program, { terminal, globals, finish }) => {
  program
    .command('check')
    .summary('find mistakes before anything runs')
    .description('Checks files: syntax, names, shapes, tasks, losses, units, and whether settings fit together.\nReads no data, but for the columns of a `table` input.')
    .argument('<file...>', '.mtl files')
    .addOption(new Option('--format <format>', 'how findings are printed').choices(Object.keys(reporters)).default('pretty'))
    .addOption(setOption())
    .addHelpText('after', '\nExamples:\n  mtlc check digits.mtl\n  mtlc check --watch digits.mtl              while you write\n  mtlc check --format json models/*.mtl\n  mtlc check --format github models/*.mtl    annotations in a GitHub workflow')
    .option('--watch', 'check again whenever a file or what it imports changes, until Ctrl-C', false)
    .action(async (files: readonly string[], options: CheckOptions) => {
      const report = await reporters[options.format]()
      const paths = files.map((file) => resolve(terminal.directory, file))
      const subject = files.length === 1 ? shownPath(terminal.directory)(files[0] ?? '') : `${files.length} files`
      const checkNow = async (): Promise<CheckedFiles> => {
        const checked = await checkFiles(paths, options.set)
        const { found, sources } = checked
        terminal.out(report(found, { sources, show: shownPath(terminal.directory), colors: terminal.outColors, subject, quiet: globals().quiet, version }))
        return checked
      }
      if (!options.watch) {
        const { found } = await checkNow()
        return finish(hasErrors(found.map(({ finding }) => finding)) ? exitCode.findings : exitCode.ok)
      }
      const [{ interruptible }, { watching }] = await Promise.all([import('../interrupt.js'), import('../watch.js')])
      await interruptible(() => {}, (signal) =>
        watching(paths, signal, async () => {
          if (!globals().quiet) terminal.err(`${terminal.errColors.dim(`[${clock(new Date())}]`)} checking ${subject}\n`)
          return (await checkNow()).sources.keys()
        }),
      )
      finish(exitCode.interrupted)
    })
}

/** `09:05:30`, where the user is. */
const clock = (time: Date): string => [time.getHours(), time.getMinutes(), time.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':')

interface CheckedFiles {
  readonly found: readonly Found[]
  readonly sources: ReadonlyMap<string, string>
}

async function checkFiles(paths: readonly string[], overrides: readonly string[]): Promise<CheckedFiles> {
  const { checkWhole } = await import('../front.js')
  const sources = new Map<string, string>()
  const found: Found[] = []
  const seen = new Set<string>()
  for (const path of paths) {
    const checked = await checkWhole(path, overrides)
    for (const [name, text] of checked.sources) sources.set(name, text)
    for (const finding of checked.diagnostics) {
      // A module that several files import is complained of once.
      const key = JSON.stringify(finding.span === undefined ? [finding, path] : finding)
      if (seen.has(key)) continue
      seen.add(key)
      found.push({ finding, about: path })
    }
  }
  return { found, sources }
}

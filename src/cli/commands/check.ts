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
    .addHelpText('after', '\nExamples:\n  mtlc check digits.mtl\n  mtlc check --format json models/*.mtl\n  mtlc check --format github models/*.mtl    annotations in a GitHub workflow')
    .action(async (files: readonly string[], options: CheckOptions) => {
      const [{ checkWithBudgets }, report] = await Promise.all([import('../front.js'), reporters[options.format]()])
      const show = shownPath(terminal.directory)
      const sources = new Map<string, string>()
      const found: Found[] = []
      const seen = new Set<string>()
      for (const file of files) {
        const path = resolve(terminal.directory, file)
        const checked = await checkWithBudgets(path, options.set)
        for (const [name, text] of checked.sources) sources.set(name, text)
        for (const finding of checked.diagnostics) {
          // A module that several files import is complained of once.
          const key = JSON.stringify(finding.span === undefined ? [finding, path] : finding)
          if (seen.has(key)) continue
          seen.add(key)
          found.push({ finding, about: path })
        }
      }
      const subject = files.length === 1 ? show(files[0] ?? '') : `${files.length} files`
      terminal.out(report(found, { sources, show, colors: terminal.outColors, subject, quiet: globals().quiet, version }))
      const ok = !hasErrors(found.map(({ finding }) => finding))
      finish(ok ? exitCode.ok : exitCode.findings)
    })
}

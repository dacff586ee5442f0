import { Option } from 'commander'
import { resolve } from 'node:path'
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Declare } from '../context.js'
import { exitCode } from '../exit.js'
import { setOption } from '../options.js'
import { shownPath } from '../terminal.js'

interface CheckOptions {
  readonly format: 'pretty' | 'json'
  readonly set: readonly string[]
}

/** `mtlc check FILE…`: everything that can be said of the files without running them. */
export const declareCheck: Declare = (program, { terminal, globals, finish }) => {
  program
    .command('check')
    .summary('find mistakes before anything runs')
    .description('Checks files: syntax, names, shapes, tasks, losses, units, and whether settings fit together.\nReads no data, but for the columns of a `table` input.')
    .argument('<file...>', '.mtl files')
    .addOption(new Option('--format <format>', 'how findings are printed').choices(['pretty', 'json']).default('pretty'))
    .addOption(setOption())
    .addHelpText('after', '\nExamples:\n  mtlc check digits.mtl\n  mtlc check --format json models/*.mtl')
    .action(async (files: readonly string[], options: CheckOptions) => {
      const [{ checkFile }, { hasErrors }, { renderPretty, summary, toJson }] = await Promise.all([
        import('../front.js'),
        import('../../diagnostics/diagnostic.js'),
        import('../../diagnostics/render.js'),
      ])
      const show = shownPath(terminal.directory)
      const sources = new Map<string, string>()
      const found: { readonly finding: Diagnostic; readonly about: string }[] = []
      const seen = new Set<string>()
      for (const file of files) {
        const path = resolve(terminal.directory, file)
        const checked = await checkFile(path, options.set)
        for (const [name, text] of checked.sources) sources.set(name, text)
        for (const finding of checked.diagnostics) {
          // A module that several files import is complained of once.
          const key = JSON.stringify(finding.span === undefined ? [finding, path] : finding)
          if (seen.has(key)) continue
          seen.add(key)
          found.push({ finding, about: path })
        }
      }
      const findings = found.map(({ finding }) => finding)
      const ok = !hasErrors(findings)
      if (options.format === 'json') {
        const diagnostics = found.map(({ finding, about }) => toJson(finding, { sources, show }, about))
        terminal.out(`${JSON.stringify({ ok, diagnostics }, null, 2)}\n`)
      } else {
        for (const finding of findings) terminal.out(`${renderPretty(finding, { sources, show, colors: terminal.outColors })}\n\n`)
        const count = files.length === 1 ? show(files[0] ?? '') : `${files.length} files`
        if (findings.length > 0) terminal.out(`${summary(findings)} in ${count}\n`)
        else if (!globals().quiet) terminal.out(`${terminal.outColors.green('✓')} ${count}: no findings\n`)
      }
      finish(ok ? exitCode.ok : exitCode.findings)
    })
}

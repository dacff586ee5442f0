import type { Declare } from '../context.js'

interface FmtOptions {
  readonly check?: boolean
  readonly diff?: boolean
  readonly stdinFilepath?: string
}

/** `mtlc fmt [PATH…]`: every file in the one layout. */
export const declareFmt: Declare = (program, { terminal, globals, finish }) => {
  program
    .command('fmt')
    .summary('lay files out in the one style')
    .description(
      'Formats files in place: those named, and all .mtl files below the folders named. Comments, blank lines and what the files mean stay; names of files that changed go to stdout. A file with syntax errors is left as it is.',
    )
    .argument('[path...]', '.mtl files and folders (default: the current folder)')
    .option('--check', 'change nothing; list files that would change, and exit with 1 if there are any')
    .option('--diff', 'change nothing; print what would change')
    .option('--stdin-filepath <path>', 'format what comes by stdin as if it were this file, and write it to stdout')
    .addHelpText(
      'after',
      `
Examples:
  mtlc fmt                                    all files below the current folder
  mtlc fmt digits.mtl blocks/                 a file, and all files of a folder
  mtlc fmt --check                            for continuous integration
  mtlc fmt --diff digits.mtl                  look before you write
  mtlc fmt --stdin-filepath digits.mtl < digits.mtl`,
    )
    .action(async (paths: readonly string[], { check = false, diff = false, stdinFilepath }: FmtOptions) => {
      const { formatPaths, formatStdin } = await import('../formatting.js')
      const how = { check, diff, quiet: globals().quiet }
      finish(stdinFilepath === undefined ? await formatPaths(paths, how, terminal) : await formatStdin(stdinFilepath, paths, how, terminal))
    })
}

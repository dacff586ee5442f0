import { Option } from 'commander'
import type { Declare } from '../context.js'

/** `mtlc lsp`: the language server, over stdin and stdout. */
export const declareLsp: Declare = (program) => {
  program
    .command('lsp')
    .summary('serve an editor: findings, completion, hover, rename …')
    .description('Runs the language server over stdin and stdout, until the editor ends it. Editors start it by themselves.')
    // Editors say which way they talk; there is one.
    .addOption(new Option('--stdio').hideHelp())
    .addOption(new Option('--clientProcessId <id>').hideHelp())
    .addHelpText('after', '\nExamples:\n  mtlc lsp\n\ndocs/editors.md says how editors are set up.')
    .action(async () => {
      const { serve } = await import('../../lsp/server.js')
      serve(process.stdin, process.stdout)
      // The process ends with the connection.
      await new Promise<never>(() => undefined)
    })
}

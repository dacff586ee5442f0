import { Argument } from 'commander'
import type { Declare } from '../context.js'
import { exitCode } from '../exit.js'

/** `mtlc completions SHELL`: what the shell needs to complete commands, options and files. */
export const declareCompletions: Declare = (program, { terminal, finish }) => {
  program
    .command('completions')
    .summary('completions for your shell')
    .description('Prints a script that makes a shell complete commands, options, their choices, and .mtl files.')
    .addArgument(new Argument('<shell>', 'which shell').choices(['bash', 'zsh', 'fish']))
    .addHelpText(
      'after',
      `
Examples:
  eval "$(mtlc completions bash)"             in ~/.bashrc
  eval "$(mtlc completions zsh)"              in ~/.zshrc, after compinit
  mtlc completions fish > ~/.config/fish/completions/mtlc.fish`,
    )
    .action(async (shell: 'bash' | 'zsh' | 'fish') => {
      const [{ outline }, { bash }, { zsh }, { fish }] = await Promise.all([
        import('../completions/outline.js'), import('../completions/bash.js'), import('../completions/zsh.js'), import('../completions/fish.js'),
      ])
      terminal.out({ bash, zsh, fish }[shell](outline(program)))
      finish(exitCode.ok)
    })
}

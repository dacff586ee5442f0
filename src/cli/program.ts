import { Command, Help, Option } from 'commander'
import { version } from '../host/version.js'
import { declareCheck } from './commands/check.js'
import { declareCompile } from './commands/compile.js'
import { declareCompletions } from './commands/completions.js'
import { declareExplain } from './commands/explain.js'
import { declareFmt } from './commands/fmt.js'
import { declareGraph } from './commands/graph.js'
import { declareInfo } from './commands/info.js'
import { declareInit } from './commands/init.js'
import { declareInspect } from './commands/inspect.js'
import { declareLint } from './commands/lint.js'
import { declareLsp } from './commands/lsp.js'
import { declareTrain } from './commands/train.js'
import type { CommandContext, Declare, GlobalOptions } from './context.js'
import { wholeNumber } from './options.js'
import type { Terminal } from './terminal.js'

/** One line a command, in the group that `mtlc --help` shows it in; a new command is a new file and a line here. */
const groups: Readonly<Record<string, readonly Declare[]>> = {
  'Every day:': [
    declareInit,
    declareCheck,
    declareCompile,
  ],
  'Writing:': [
    declareFmt,
    declareLint,
    declareLsp,
    declareCompletions,
  ],
  'Looking:': [
    declareExplain,
    declareInspect,
    declareGraph,
    declareInfo,
  ],
  'Training:': [
    declareTrain,
  ],
}

const exitCodes = 'Exit codes: 0 all is well, 1 findings in your files, 2 wrong usage, 70 a bug of mtlc, 130 interrupted.'

/** That a switch is off by itself goes without saying. */
const describeOption = (option: Option): string => new Help().optionDescription(option).replace(/ \(default: false\)$/, '')

/** The command line as commander knows it; throws CommanderError instead of ending the process. */
export function createProgram(terminal: Terminal, finish: (code: number) => void): Command {
  const program = new Command('mtlc')
  const context: CommandContext = { terminal, globals: () => program.opts<GlobalOptions>(), finish }
  program
    .description('Compiles an .mtl file into one trained, compressed model with typed bindings.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'say how a command is used')
    .addOption(new Option('--seed <n>', 'seed of training, instead of the one in the file; splits of the data have their own').argParser(wholeNumber(0)))
    .addOption(new Option('--threads <n>', 'threads of the engine (default: all cores)').argParser(wholeNumber(1)))
    .option('-q, --quiet', 'no progress and no notes, only results and findings', false)
    .option('--no-color', 'no colours (as NO_COLOR=1)')
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => terminal.err(text),
      outputError: (text, write) => write(`${text.replace(/^error: /, 'mtlc: ')}`),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .configureHelp({ showGlobalOptions: true, optionDescription: describeOption })
    .showHelpAfterError('Try `mtlc --help`, or `mtlc COMMAND --help`.')
    .showSuggestionAfterError()
    .exitOverride()
    .addHelpCommand(new Command('help').argument('[command]').description('how a command is used, with examples').helpGroup('Looking:'))
    .addHelpText(
      'after',
      `
Examples:
  mtlc init table                             begin a project
  mtlc check digits.mtl                       find mistakes before anything runs
  mtlc fmt                                    lay out all files below the current folder
  mtlc lint --fix digits.mtl                  find what is probably not meant, and mend what is safe to mend
  mtlc explain MTL2003                        what a finding means, and how to mend it
  mtlc inspect digits.mtl                     what each layer costs
  mtlc compile digits.mtl -o build/digits     train, compress, and write model and bindings
  mtlc compile digits.mtl -o build/digits --set train.epochs=3
  mtlc COMMAND --help                         how one command is used, with examples

Results go to stdout, progress and complaints to stderr.
${exitCodes}`,
    )
  for (const [heading, commands] of Object.entries(groups)) {
    program.commandsGroup(heading)
    for (const declare of commands) declare(program, context)
  }
  for (const command of program.commands) command.addHelpText('after', `\n${exitCodes}`).showHelpAfterError(`Try \`mtlc ${command.name()} --help\`.`)
  return program
}

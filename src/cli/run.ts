import { CommanderError } from 'commander'
import { Failure, hasErrors } from '../diagnostics/diagnostic.js'
import { internalError } from '../diagnostics/internal.js'
import { renderPretty } from '../diagnostics/render.js'
import { exitCode, Interrupted, LocatedFailure, UsageError } from './exit.js'
import { createProgram } from './program.js'
import { shownPath, type Terminal } from './terminal.js'

/** Runs one command line and gives the exit code; whatever goes wrong is said on stderr. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  let code: number = exitCode.ok
  // Errors that no promise carries, such as those of an event listener, are bugs too.
  const crash = (error: unknown): never => process.exit(complain(error, terminal))
  process.once('uncaughtException', crash)
  const program = createProgram(terminal, (finished) => {
    code = finished
  })
  try {
    await program.parseAsync(argv, { from: 'user' })
    return code
  } catch (error) {
    return complain(error, terminal)
  } finally {
    process.off('uncaughtException', crash)
  }
}

/** Says on stderr what went wrong and gives the exit code that belongs to it. */
function complain(error: unknown, terminal: Terminal): number {
  const colors = terminal.errColors
  if (error instanceof CommanderError) {
    const answered = ['commander.helpDisplayed', 'commander.version', 'commander.help']
    // `mtlc` alone prints the help as an error; asked-for help and version end well.
    return answered.includes(error.code) && error.exitCode === 0 ? exitCode.ok : exitCode.usage
  }
  if (error instanceof UsageError) {
    terminal.err(`mtlc: ${error.message}\n`)
    if (error.help !== undefined) terminal.err(`${colors.bold(colors.green('help'))}: ${error.help}\n`)
    return exitCode.usage
  }
  if (error instanceof Interrupted) {
    terminal.err(`${error.message}\n`)
    return exitCode.interrupted
  }
  const show = shownPath(terminal.directory)
  if (error instanceof Failure) {
    for (const finding of error.diagnostics) {
      terminal.err(`${renderPretty(finding, { sources: error instanceof LocatedFailure ? error.sources : new Map(), show, colors })}\n`)
    }
    return hasErrors(error.diagnostics) ? exitCode.findings : exitCode.ok
  }
  const message = error instanceof Error ? error.message : String(error)
  terminal.err(`${renderPretty(internalError({ message }), { sources: new Map(), show, colors })}\n`)
  if ((process.env['MTLC_DEBUG'] ?? '') !== '' && error instanceof Error) terminal.err(`${error.stack ?? ''}\n`)
  else terminal.err('note: MTLC_DEBUG=1 shows where it happened\n')
  return exitCode.internal
}

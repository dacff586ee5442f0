import { Failure } from '../diagnostics/diagnostic.js'

/** How a command ended, for the shell. */
export const exitCode = { ok: 0, findings: 1, usage: 2, internal: 70, interrupted: 130 } as const

/** The command line or the machine's set-up is wrong, rather than a file. */
export class UsageError extends Error {
  readonly help: string | undefined

  constructor(message: string, help?: string) {
    super(message)
    this.name = 'UsageError'
    this.help = help
  }
}

/** The user asked to stop; what was reached is saved. */
export class Interrupted extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'Interrupted'
  }
}

/** A failure with the texts that its spans point into. */
export class LocatedFailure extends Failure {
  readonly sources: ReadonlyMap<string, string>

  constructor(failure: Failure, sources: ReadonlyMap<string, string>) {
    super(...failure.diagnostics)
    this.sources = sources
  }
}

import type { Command } from 'commander'
import type { Terminal } from './terminal.js'

/** Options that every command takes, before or after its name. */
export interface GlobalOptions {
  readonly seed?: number
  readonly threads?: number
  readonly quiet: boolean
}

/** What a command's action is given beside its own arguments. */
export interface CommandContext {
  readonly terminal: Terminal
  readonly globals: () => GlobalOptions
  /** The exit code that the process will end with. */
  finish(code: number): void
}

/** A command declares itself on the program; what it needs to run it loads only when it runs. */
export type Declare = (program: Command, context: CommandContext) => void

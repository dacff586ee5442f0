/** The command line as plain data, read off the program itself, so that completions are of what there is. */
import type { Command, Option } from 'commander'

/** What a value is completed with. */
export type Value =
  | { readonly kind: 'none' | 'text' | 'mtl' | 'file' | 'folder' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }

export interface OutlineOption {
  /** `-o`, `--output`, as many as there are. */
  readonly flags: readonly string[]
  readonly summary: string
  readonly value: Value
}

export interface OutlineCommand {
  readonly name: string
  readonly summary: string
  readonly options: readonly OutlineOption[]
  readonly argument: Value
}

export interface Outline {
  readonly name: string
  readonly options: readonly OutlineOption[]
  readonly commands: readonly OutlineCommand[]
}

export function outline(program: Command): Outline {
  const help = program.createHelp()
  const globals = help.visibleOptions(program).map(option)
  return {
    name: program.name(),
    options: globals,
    commands: help.visibleCommands(program).map((command) => ({
      name: command.name(),
      summary: command.summary() || command.description().split('\n')[0] || '',
      options: [...help.visibleOptions(command).map(option), ...globals.filter(({ flags }) => !flags.includes('--help') && !flags.includes('--version'))],
      argument: command.name() === 'help' ? { kind: 'choice', choices: program.commands.map((each) => each.name()) } : argument(command),
    })),
  }
}

const option = (given: Option): OutlineOption => ({
  flags: [given.short, given.long].filter((flag) => flag !== undefined && flag !== null),
  summary: given.description.split('\n')[0] ?? '',
  value: given.required || given.optional ? (given.argChoices === undefined ? named(given.flags) : { kind: 'choice', choices: given.argChoices }) : { kind: 'none' },
})

function argument(command: Command): Value {
  const [first] = command.registeredArguments
  if (first === undefined) return { kind: 'none' }
  if (first.argChoices !== undefined) return { kind: 'choice', choices: first.argChoices }
  return first.name() === 'file' || first.name() === 'files' ? { kind: 'mtl' } : { kind: 'text' }
}

/** What a value is follows from what it is called: `<folder>`, `<path>`. */
const named = (flags: string): Value => ({ kind: /[<[]folder/.test(flags) ? 'folder' : /[<[](?:path|file)/.test(flags) ? 'file' : 'text' })

import type { Outline, OutlineOption, Value } from './outline.js'

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

const value = (given: Value): string => {
  switch (given.kind) {
    case 'none': return ''
    case 'text': return ' -x'
    case 'choice': return ` -x -a ${quoted(given.choices.join(' '))}`
    case 'file': return ' -r -F'
    case 'folder': return " -x -a '(__fish_complete_directories)'"
    case 'mtl': return " -k -x -a '(__fish_complete_suffix .mtl)'"
  }
}

const option = (name: string, condition: string, { flags, summary, value: given }: OutlineOption): string => {
  const parts = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`))
  return `complete -c ${name} -n ${quoted(condition)} ${parts.join(' ')}${value(given)} -d ${quoted(summary)}`
}

export function fish({ name, options, commands }: Outline): string {
  const first = '__fish_use_subcommand'
  return `# Completions of ${name} for fish: ${name} completions fish > ~/.config/fish/completions/${name}.fish
complete -c ${name} -f
${options.map((each) => option(name, first, each)).join('\n')}
${commands.map((command) => `complete -c ${name} -n ${quoted(first)} -a ${command.name} -d ${quoted(command.summary)}`).join('\n')}
${commands
  .flatMap((command) => {
    const within = `__fish_seen_subcommand_from ${command.name}`
    const argument = command.argument.kind === 'none' || command.argument.kind === 'text' ? [] : [`complete -c ${name} -n ${quoted(within)}${value(command.argument)}`]
    return [...argument, ...command.options.map((each) => option(name, within, each))]
  })
  .join('\n')}
`
}

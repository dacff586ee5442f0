import type { Outline, OutlineOption, Value } from './outline.js'

const escaped = (text: string): string => text.replaceAll(/[[\]:\\]/g, String.raw`\$&`).replaceAll("'", "'\\''")

const action = (value: Value): string =>
  ({ none: '', text: ': ', choice: '', file: ':file:_files', folder: ':folder:_files -/', mtl: `:file:_files -g "*.mtl"` })[value.kind] +
  (value.kind === 'choice' ? `:value:(${value.choices.join(' ')})` : '')

const option = ({ flags, summary, value }: OutlineOption): string => {
  const [first = ''] = flags
  const head = flags.length > 1 ? `'(${flags.join(' ')})'{${flags.join(',')}}` : `'${first}`
  return `${head}${flags.length > 1 ? "'" : ''}[${escaped(summary)}]${action(value)}'`
}

const lines = (all: readonly OutlineOption[], indent: string): string => all.map((each) => `${indent}${option(each)}`).join(' \\\n')

export function zsh({ name, options, commands }: Outline): string {
  return `#compdef ${name}
# Completions of ${name} for zsh: put this into a file _${name} of a folder in $fpath, or eval "$(${name} completions zsh)"
_${name}() {
  local context state state_descr line
  typeset -A opt_args
  _arguments -C \\
${lines(options, '    ')} \\
    '1:command:->command' \\
    '*::argument:->argument'
  case $state in
    command)
      local -a commands=(
${commands.map((command) => `        '${command.name}:${escaped(command.summary)}'`).join('\n')}
      )
      _describe -t commands command commands
      ;;
    argument)
      case $line[1] in
${commands
  .map(
    (command) => `        ${command.name})
          _arguments \\
${lines(command.options, '            ')}${command.argument.kind === 'none' ? '' : ` \\\n            '*${action(command.argument)}'`}
          ;;`,
  )
  .join('\n')}
      esac
      ;;
  esac
}
# Loaded as a function it completes; read by eval it says for what.
if [ "$funcstack[1]" = "_${name}" ]; then _${name} "$@"; else compdef _${name} ${name}; fi
`
}

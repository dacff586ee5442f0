import type { Outline, OutlineOption, Value } from './outline.js'

const files: Readonly<Record<Value['kind'], string>> = {
  none: ':', text: ':', choice: ':', file: '_mtlc_files', folder: '_mtlc_folders', mtl: '_mtlc_mtl',
}
const complete = (value: Value): string => (value.kind === 'choice' ? `_mtlc_words "${value.choices.join(' ')}"` : files[value.kind])

const flags = (all: readonly OutlineOption[]): string => all.flatMap((option) => option.flags).join(' ')
const valued = (all: readonly OutlineOption[]): readonly OutlineOption[] => all.filter(({ value }) => value.kind !== 'none')

export function bash({ name, options, commands }: Outline): string {
  const takers = [...new Set(valued([...options, ...commands.flatMap((command) => command.options)]).flatMap((option) => option.flags))]
  const values = [{ name: '', options }, ...commands].flatMap((command) =>
    valued(command.options).map((option) => `    ${option.flags.map((flag) => `"${command.name} ${flag}"`).join('|')}) ${complete(option.value)}; return ;;`),
  )
  return `# Completions of ${name} for bash: eval "$(${name} completions bash)"
_mtlc_offer() {
  local found IFS=$'\\n'
  for found in $(IFS=$' \\t\\n' compgen "$@" -- "$cur"); do COMPREPLY+=("$found"); done
}
_mtlc_words() { _mtlc_offer -W "$1"; }
_mtlc_files() { _mtlc_offer -f; compopt -o filenames 2>/dev/null; }
_mtlc_folders() { _mtlc_offer -d; compopt -o filenames 2>/dev/null; }
_mtlc_mtl() { _mtlc_offer -f -X '!*.mtl'; _mtlc_offer -d; compopt -o filenames 2>/dev/null; }
_mtlc() {
  local IFS=$' \\t\\n' cur="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command="" word skip="" at
  COMPREPLY=()
  # Bash takes --option=value apart.
  if [[ $cur == = ]]; then cur=""; elif [[ $previous == = ]]; then previous="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  for ((at = 1; at < COMP_CWORD; at++)); do
    word="\${COMP_WORDS[at]}"
    if [[ -n $skip ]]; then [[ $word == = ]] || skip=""; continue; fi
    case "$word" in
      ${takers.join('|')}) skip=1 ;;
      -*) ;;
      *) command="$word"; break ;;
    esac
  done
  case "$command $previous" in
${values.join('\n')}
  esac
  case "$command" in
    "") if [[ $cur == -* ]]; then _mtlc_words "${flags(options)}"; else _mtlc_words "${commands.map((command) => command.name).join(' ')}"; fi ;;
${commands.map((command) => `    ${command.name}) if [[ $cur == -* ]]; then _mtlc_words "${flags(command.options)}"; else ${complete(command.argument)}; fi ;;`).join('\n')}
  esac
}
complete -F _mtlc ${name}
`
}

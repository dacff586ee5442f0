import { snakeCase } from '../../check/naming.js'
import type { Diagnostic, Edit } from '../../diagnostics/diagnostic.js'
import { namingConvention as finding } from '../../diagnostics/lint.js'
import type { Binding, BindingKind } from '../names.js'
import type { LintContext, LintRule } from '../rule.js'
import { kindWords } from '../words.js'

const pascal: ReadonlySet<BindingKind> = new Set(['model', 'data', 'type', 'block'])
/** What an import is, its own file says; dimensions are as one likes. */
const free: ReadonlySet<BindingKind> = new Set(['import', 'dimension'])

const pascalCase = (name: string): string => {
  const marks = /^_*/.exec(name)?.[0] ?? ''
  return marks + name.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}

const isPascal = (name: string): boolean => /^_*[A-Z][A-Za-z\d]*$/.test(name)
const isSnake = (name: string): boolean => !/[A-Z]/.test(name)

const sample = (block: string, parameter: string): string => `block ${block}(${parameter}: int)(x: f32[D]) -> f32[${parameter}] {
  x |> Dense(${parameter}) |> relu
}

data Houses {
  source "houses.csv"
  input  rooms: vector[4]
  target price: number
}

model Prices on Houses {
  task price = rooms |> ${block}(${parameter} = 16) |> Dense(1)
}
`

export const naming: LintRule = {
  name: 'naming',
  kind: finding,
  fix: 'always',
  bad: sample('hidden_layer', 'Units'),
  good: sample('HiddenLayer', 'units'),
  check: (context) => context.names.bindings.flatMap((binding) => badName(binding, context)),
}

function badName(binding: Binding, context: LintContext): readonly Diagnostic[] {
  const { kind, name } = binding
  if (free.has(kind)) return []
  const isFunction = binding.owner.kind === 'block' && kind === 'block' && binding.owner.statics === undefined
  const wantsPascal = pascal.has(kind)
  const fine = wantsPascal ? isPascal(name.text) || (isFunction && isSnake(name.text)) : isSnake(name.text)
  if (fine) return []
  const wanted = (wantsPascal ? pascalCase : snakeCase)(name.text)
  const edits = mayRename(binding, wanted, context) ? { edits: renaming(binding, wanted) } : {}
  const convention = wantsPascal ? 'PascalCase' : 'snake_case'
  const what = `this ${kindWords[kind]}`
  const column = kind === 'input' || kind === 'target' ? { help: `call it \`${wanted}\`, and its column by \`from "${name.text}"\`` } : {}
  return [finding({ what, name: name.text, wanted, convention }, { span: name.span, ...edits, ...column })]
}

/** Where other files or columns go by the name, or the new one is taken, nothing is renamed. */
function mayRename({ kind, owner }: Binding, wanted: string, { names, isLibrary }: LintContext): boolean {
  if (kind === 'input' || kind === 'target' || names.words.has(wanted)) return false
  const isLocal = kind === 'let' || kind === 'param' || kind === 'variable' || kind === 'share' || (kind === 'tensor' && owner.kind === 'block' && owner.statics !== undefined)
  return isLocal || !isLibrary
}

function renaming({ name, uses, labels }: Binding, wanted: string): readonly Edit[] {
  return [
    { span: name.span, text: wanted },
    ...labels.map((span) => ({ span, text: wanted })),
    ...uses.map(({ span, shorthand }) => ({ span, text: shorthand ? `${name.text} = ${wanted}` : wanted })),
  ]
}

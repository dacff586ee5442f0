import type { Diagnostic, Edit } from '../../diagnostics/diagnostic.js'
import { unusedImport as finding } from '../../diagnostics/lint.js'
import type { ImportDeclaration } from '../../syntax/ast.js'
import { lineAround } from '../places.js'
import type { LintRule } from '../rule.js'

const sample = (names: string): string => `import { ${names} } from "std/layers"

data Houses {
  source "houses.csv"
  input  rooms: vector[4]
  target price: number
}

model Prices on Houses {
  task price = rooms |> MLP([16, 8]) |> Dense(1)
}
`

export const unusedImport: LintRule = {
  name: 'unused-import',
  kind: finding,
  fix: 'always',
  bad: sample('Drop, MLP'),
  good: sample('MLP'),
  check({ names, file, text, isLibrary }) {
    if (isLibrary) return []
    const unused = new Set(names.bindings.filter(({ kind, uses }) => kind === 'import' && uses.length === 0).map(({ name }) => name))
    return file.declarations.flatMap((declaration): readonly Diagnostic[] => {
      if (declaration.kind !== 'import') return []
      return declaration.names.flatMap((each) => {
        const local = each.alias ?? each.name
        if (!unused.has(local)) return []
        const kept = declaration.names.filter((other) => other !== each)
        return [finding({ name: local.text, from: declaration.from.value }, { span: local.span, edits: [without(declaration, kept, text)] })]
      })
    })
  },
}

/** The import with the names that stay. */
function without(declaration: ImportDeclaration, kept: ImportDeclaration['names'], text: string): Edit {
  if (kept.length === 0) return { span: lineAround(text, declaration.span), text: '' }
  const [first, last] = [declaration.names[0], declaration.names.at(-1)]
  const start = first?.name.span.start ?? declaration.span.start
  const end = (last?.alias ?? last?.name)?.span.end ?? declaration.span.end
  const written = kept.map(({ name, alias }) => (alias === undefined ? name.text : `${name.text} as ${alias.text}`))
  return { span: { ...declaration.span, start, end }, text: written.join(', ') }
}

import { unusedDeclaration as finding } from '../../diagnostics/lint.js'
import type { BindingKind } from '../names.js'
import type { LintRule } from '../rule.js'
import { kindWords } from '../words.js'

const watched: ReadonlySet<BindingKind> = new Set(['const', 'type', 'block', 'data'])

const sample = (units: string): string => `const width = 32

data Houses {
  source "houses.csv"
  input  rooms: vector[4]
  target price: number
}

model Prices on Houses {
  task price = rooms |> Dense(${units}) |> relu |> Dense(1)
}
`

export const unusedDeclaration: LintRule = {
  name: 'unused-declaration',
  kind: finding,
  bad: sample('16'),
  good: sample('width'),
  check: ({ names, isLibrary }) =>
    isLibrary
      ? []
      : names.bindings.flatMap(({ kind, name, uses, owner }) => {
          // A block that only calls itself is used by nobody.
          const elsewhere = uses.filter(({ span }) => span.start < owner.span.start || span.end > owner.span.end)
          return watched.has(kind) && elsewhere.length === 0 ? [finding({ what: kindWords[kind], name: name.text }, { span: name.span })] : []
        }),
}

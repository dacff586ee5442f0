import { linearStack as finding } from '../../diagnostics/lint.js'
import { applicationsIn, readBy, type Applied } from '../applied.js'
import { oncePerPlace } from '../places.js'
import type { LintRule } from '../rule.js'

/** Between two layers these change nothing of what they can compute together. */
const through: ReadonlySet<string> = new Set(['Dropout', 'flatten'])

const sample = (between: string): string => `data Houses {
  source "houses.csv"
  input  rooms: vector[4]
  target price: number
}

model Prices on Houses {
  task price = rooms |> Dense(16) |> ${between}Dense(1)
}
`

const shown = ({ statics }: Applied): string => `Dense(${String(statics['units'])})`

export const linearStack: LintRule = {
  name: 'linear-stack',
  kind: finding,
  fix: 'asked',
  typed: true,
  bad: sample(''),
  good: sample('relu |> '),
  check: ({ program, file }) =>
    oncePerPlace(
      program.models.flatMap((model) =>
        applicationsIn(model).flatMap((second) => {
          const first = second.extern === 'Dense' ? readBy(model, second, through) : undefined
          if (first?.kind !== 'apply' || first.extern !== 'Dense' || second.span.file !== file.path) return []
          const { span } = second
          const related = first.span.file === file.path ? { related: [{ span: first.span, message: 'this is linear, too' }] } : {}
          const edits = [{ span: { ...span, end: span.start }, text: 'relu |> ' }]
          return [finding({ first: shown(first), second: shown(second) }, { span, edits, ...related })]
        }),
      ),
    ),
}

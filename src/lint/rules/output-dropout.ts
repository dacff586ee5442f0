import { outputDropout as finding } from '../../diagnostics/lint.js'
import { written } from '../applied.js'
import { placeIn } from '../places.js'
import type { LintRule } from '../rule.js'

const sample = (end: string): string => `data Houses {
  source "houses.csv"
  input  rooms: vector[4]
  target price: number
}

model Prices on Houses {
  task price = rooms |> Dense(16) |> relu |> ${end}
}
`

export const outputDropout: LintRule = {
  name: 'output-dropout',
  kind: finding,
  typed: true,
  bad: sample('Dense(1) |> Dropout(0.2)'),
  good: sample('Dropout(0.2) |> Dense(1)'),
  check: ({ program, file }) =>
    program.models.flatMap((model) =>
      model.tasks.flatMap(({ name, predict, span }) => {
        const last = written(model, predict)
        const isDropout = last.kind === 'apply' && last.extern === 'Dropout' && span.file === file.path
        return isDropout ? [finding({ task: name }, { span: placeIn(file.path, last.span, span) })] : []
      }),
    ),
}

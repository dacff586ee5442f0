import { ignoredWeight as finding } from '../../diagnostics/lint.js'
import type { LintRule } from '../rule.js'

const sample = (balance: string): string => `data Houses {
  source "houses.csv"
  input  rooms: vector[4]
  target heat: label<2>
  target kind: label<3>
}

model Homes on Houses {
  share hard trunk = rooms |> Dense(16) |> relu
  task heat = trunk |> Dense(2)
  task kind {
    predict trunk |> Dense(3)
    weight  2
  }
}

train Homes {
  epochs 20
  balance ${balance}
}
`

export const ignoredWeight: LintRule = {
  name: 'ignored-weight',
  kind: finding,
  typed: true,
  bad: sample('equal'),
  good: sample('static'),
  check: ({ program, file }) =>
    program.trains.flatMap(({ model: name, balance }) => {
      const tasks = program.models.find((model) => model.name === name)?.tasks ?? []
      if (balance.name !== 'equal' || balance.span.file !== file.path) return []
      return tasks.flatMap(({ name: task, weight }) => (weight === 1 ? [] : [finding({ task, weight }, { span: balance.span })]))
    }),
}

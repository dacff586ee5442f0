import { metrics } from '../../check/methods/metrics.js'
import { mixedDirections as finding } from '../../diagnostics/lint.js'
import type { LintRule } from '../rule.js'

const sample = (setting: string): string => `data Houses {
  source "houses.csv"
  split  validation 10%, test 10%, seed 1
  input  rooms: vector[4]
  target price: number
  target kind: label<3>
}

model Prices on Houses {
  share hard trunk = rooms |> Dense(16) |> relu
  task price = trunk |> Dense(1)
  task kind  = trunk |> Dense(3)
}

train Prices {
  epochs 20
  balance uncertainty
  stop early(${setting})
}
`

export const mixedDirections: LintRule = {
  name: 'mixed-directions',
  kind: finding,
  typed: true,
  bad: sample('patience = 5'),
  good: sample('patience = 5, metric = kind.accuracy'),
  check: ({ program, file }) =>
    program.trains.flatMap(({ model: name, stop, schedule }) => {
      const watching = [...(stop === undefined ? [] : [stop]), ...(schedule.name === 'plateau' ? [schedule] : [])]
      const unnamed = watching.filter((method) => method.arguments['metric'] === undefined && method.span.file === file.path)
      const tasks = program.models.find((model) => model.name === name)?.tasks ?? []
      const watched = (better: 'more' | 'less'): readonly string[] =>
        tasks.flatMap(({ name: task, metrics: [first] }) => (first !== undefined && metrics.get(first.name)?.better === better ? [`\`${task}.${first.name}\``] : []))
      const [more, less] = [watched('more'), watched('less')]
      if (more.length === 0 || less.length === 0) return []
      return unnamed.map((method) => finding({ method: method.name, more: more.join(' and '), less: less.join(' and ') }, { span: method.span }))
    }),
}

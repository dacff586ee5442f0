import type { TypedData } from '../../check/typed.js'
import { stopWithoutValidation as finding } from '../../diagnostics/lint.js'
import type { LintRule } from '../rule.js'

const sample = (split: string): string => `data Houses {
  source "houses.csv"
  split  ${split}, seed 1
  input  rooms: vector[4]
  target price: number
}

model Prices on Houses {
  task price = rooms |> Dense(16) |> relu |> Dense(1)
}

train Prices {
  epochs 20
  stop early(patience = 5)
}
`

export const stopWithoutValidation: LintRule = {
  name: 'stop-without-validation',
  kind: finding,
  typed: true,
  bad: sample('test 20%'),
  good: sample('validation 10%, test 20%'),
  check: ({ program, file }) =>
    program.trains.flatMap(({ model: name, stop, schedule }) => {
      const data = program.models.find((model) => model.name === name)?.data
      if (data === undefined || hasValidation(data)) return []
      const watching = [
        ...(stop === undefined ? [] : [{ what: 'early stopping', span: stop.span }]),
        ...(schedule.name === 'plateau' ? [{ what: '`schedule plateau`', span: schedule.span }] : []),
      ]
      const related = data.split.span.file === file.path ? { related: [{ span: data.split.span, message: 'the split' }] } : {}
      return watching.filter(({ span }) => span.file === file.path).map(({ what, span }) => finding({ data: data.name, what }, { span, ...related }))
    }),
}

/** Which parts a column names is only known from the data. */
const hasValidation = ({ split, sources }: TypedData): boolean =>
  split.kind === 'column' || (split.shares.validation ?? 0) > 0 || sources.some(({ part }) => part === 'validation')

import type { TypedTask } from '../../check/typed.js'
import { lossScales as finding } from '../../diagnostics/lint.js'
import type { LintRule } from '../rule.js'

const sample = (balance: string): string => `data Houses {
  source "houses.csv"
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
  balance ${balance}
}
`

const fixed: ReadonlySet<string> = new Set(['static', 'equal'])
/** Losses in the unit of their target, or its square; and those of probabilities. */
const inUnits: ReadonlySet<string> = new Set(['mse', 'mae', 'huber', 'smooth_l1', 'quantile'])
const ofProbabilities: ReadonlySet<string> = new Set(['cross_entropy', 'focal', 'bce'])
const listed = (tasks: readonly TypedTask[]): string => tasks.map(({ name }) => `\`${name}\``).join(' and ')

export const lossScales: LintRule = {
  name: 'loss-scales',
  kind: finding,
  typed: true,
  bad: sample('equal'),
  good: sample('uncertainty'),
  check: ({ program, file }) =>
    program.trains.flatMap(({ model: name, balance, span }) => {
      const tasks = program.models.find((model) => model.name === name)?.tasks ?? []
      // Somebody who gave weights has thought about it.
      const weighed = balance.name === 'static' && tasks.some(({ weight }) => weight !== 1)
      const regression = tasks.filter(({ loss, target: { type } }) => inUnits.has(loss.name) && (type.kind === 'number' || type.kind === 'vector'))
      const classification = tasks.filter(({ loss }) => ofProbabilities.has(loss.name))
      if (!fixed.has(balance.name) || weighed || regression.length === 0 || classification.length === 0 || span.file !== file.path) return []
      // A balance that is not written is that of the whole declaration.
      const written = balance.span.start === span.start ? file.declarations.find((each) => each.kind === 'train' && each.span.start === span.start) : undefined
      const place = written?.kind === 'train' ? written.model.span : balance.span
      return [finding({ balance: balance.name, regression: listed(regression), classification: listed(classification) }, { span: place })]
    }),
}

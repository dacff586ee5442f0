import { emptyBlock as finding } from '../../diagnostics/lint.js'
import type { LintRule } from '../rule.js'

const sample = (end: string): string => `data Houses {
  source "houses.csv"
  input  rooms: vector[4]
  target price: number
}

model Prices on Houses {
  task price = rooms |> Dense(16) |> relu |> Dense(1)
}

${end}
`

export const emptyBlock: LintRule = {
  name: 'empty-block',
  kind: finding,
  bad: sample('train Prices {\n}'),
  good: sample('train Prices {\n  epochs 20\n}'),
  check: ({ file }) =>
    file.declarations.flatMap((declaration) => {
      if (declaration.kind !== 'train' && declaration.kind !== 'compress') return []
      const { span } = declaration.model
      if (declaration.kind === 'train') {
        return declaration.settings.length > 0 ? [] : [finding({ what: 'this `train`', effect: 'the model is trained by defaults alone' }, { span })]
      }
      const budgets = declaration.settings.flatMap((setting) => (setting.kind === 'budget' ? [setting] : []))
      const asks = declaration.settings.some(({ kind }) => kind === 'pass' || kind === 'distill')
      const empty = budgets.filter(({ lines }) => lines.length === 0)
      if (!asks && empty.length === budgets.length) return [finding({ what: 'this `compress`', effect: 'it names neither a pass nor a budget' }, { span })]
      return empty.map((budget) => finding({ what: 'this `budget`', effect: 'it limits nothing' }, { span: budget.span }))
    }),
}

import { unusedField as finding } from '../../diagnostics/lint.js'
import type { LintRule } from '../rule.js'

const sample = (prediction: string): string => `data Houses {
  source "houses.csv"
  input  rooms: vector[4]
  input  garden: vector[2]
  target price: number
}

model Prices on Houses {
  task price = ${prediction} |> Dense(16) |> relu |> Dense(1)
}
`

export const unusedField: LintRule = {
  name: 'unused-field',
  kind: finding,
  bad: sample('rooms'),
  good: sample('concat([rooms, garden])'),
  check: ({ names, file }) =>
    names.bindings.flatMap(({ kind: role, name, uses, owner }) => {
      if ((role !== 'input' && role !== 'target') || uses.length > 0 || owner.kind !== 'data') return []
      const models = file.declarations.flatMap((each) => (each.kind === 'model' && each.data.text === owner.name.text ? [`\`${each.name.text}\``] : []))
      return models.length === 0 ? [] : [finding({ role, name: name.text, models: models.join(' and ') }, { span: name.span })]
    }),
}

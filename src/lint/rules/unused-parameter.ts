import { unusedParameter as finding } from '../../diagnostics/lint.js'
import type { LintRule } from '../rule.js'
import { meantUnused } from '../words.js'

const sample = (rate: string): string => `block Hidden(units: int, rate: float = 0.1)(x: f32[D]) -> f32[units] {
  x |> Dense(units) |> relu |> Dropout(${rate})
}
`

export const unusedParameter: LintRule = {
  name: 'unused-parameter',
  kind: finding,
  bad: sample('0.1'),
  good: sample('rate'),
  check: ({ names }) =>
    names.bindings.flatMap(({ kind, name, uses, owner }) => {
      if ((kind !== 'static' && kind !== 'tensor') || uses.length > 0 || meantUnused(name.text)) return []
      // An `extern` block has no body that could use it.
      return owner.kind !== 'block' || owner.body === undefined ? [] : [finding({ name: name.text, block: owner.name.text }, { span: name.span })]
    }),
}

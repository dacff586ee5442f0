import { unusedWeights as finding } from '../../diagnostics/lint.js'
import { isBlockValue } from '../block-values.js'
import type { LintRule } from '../rule.js'
import { meantUnused } from '../words.js'

const sample = (result: string): string => `block Scaled(units: int)(x: f32[D]) -> f32[units] {
  param scale: f32[units] = ones
  let layer = Dense(units)
  ${result}
}
`

export const unusedWeights: LintRule = {
  name: 'unused-weights',
  kind: finding,
  bad: sample('x |> Dense(units)'),
  good: sample('scale * layer(x)'),
  check: ({ names }) =>
    names.bindings.flatMap((binding) => {
      const { name, uses, value } = binding
      if (uses.length > 0 || meantUnused(name.text)) return []
      if (binding.kind === 'param') return [finding({ name: name.text, reason: 'unread' }, { span: name.span })]
      return binding.kind === 'let' && value !== undefined && isBlockValue(value, names) ? [finding({ name: name.text, reason: 'unapplied' }, { span: name.span })] : []
    }),
}

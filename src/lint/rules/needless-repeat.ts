import { needlessRepeat as finding } from '../../diagnostics/lint.js'
import type { LintRule } from '../rule.js'

const sample = (stage: string): string => `block Deep(units: int)(x: f32[D]) -> f32[units] {
  x |> Dense(units) |> relu |> ${stage}
}

block Layer(units: int)(x: f32[D]) -> f32[units] {
  x |> Dense(units) |> relu
}
`

export const needlessRepeat: LintRule = {
  name: 'needless-repeat',
  kind: finding,
  fix: 'asked',
  bad: sample('repeat(1) Layer(units)'),
  good: sample('repeat(3) Layer(units)'),
  check: ({ names, text }) =>
    names.expressions.flatMap((expression) => {
      if (expression.kind !== 'repeat' || expression.count.kind !== 'number' || expression.count.value > 1) return []
      const { count, block, span } = expression
      // Its weights are then named without the number of the copy.
      const edits = count.value === 1 ? { edits: [{ span, text: text.slice(block.span.start, block.span.end) }] } : {}
      return [finding({ count: count.value }, { span: { ...span, end: block.span.start }, ...edits })]
    }),
}

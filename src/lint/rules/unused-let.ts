import { unusedLet as finding } from '../../diagnostics/lint.js'
import { isBlockValue } from '../block-values.js'
import type { LintRule } from '../rule.js'
import { meantUnused } from '../words.js'

export const unusedLet: LintRule = {
  name: 'unused-let',
  kind: finding,
  bad: `block Twice(units: int)(x: f32[D]) -> f32[units] {
  let once = x |> Dense(units) |> relu
  let twice = once |> Dense(units) |> relu
  once
}
`,
  good: `block Twice(units: int)(x: f32[D]) -> f32[units] {
  let once = x |> Dense(units) |> relu
  let twice = once |> Dense(units) |> relu
  twice
}
`,
  check: ({ names }) =>
    names.bindings.flatMap(({ kind, name, uses, value }) =>
      kind !== 'let' || uses.length > 0 || meantUnused(name.text) || (value !== undefined && isBlockValue(value, names)) ? [] : [finding({ name: name.text }, { span: name.span })],
    ),
}

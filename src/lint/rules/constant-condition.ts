import type { Edit } from '../../diagnostics/diagnostic.js'
import { constantCondition as finding } from '../../diagnostics/lint.js'
import type { IfExpression } from '../../syntax/ast.js'
import type { LintRule } from '../rule.js'

export const constantCondition: LintRule = {
  name: 'constant-condition',
  kind: finding,
  fix: 'always',
  bad: `block Hidden(units: int)(x: f32[D]) -> f32[units] {
  let y = x |> Dense(units) |> relu
  if true { y |> Dropout(0.1) } else { y }
}
`,
  good: `block Hidden(units: int, drop: bool = true)(x: f32[D]) -> f32[units] {
  let y = x |> Dense(units) |> relu
  if drop { y |> Dropout(0.1) } else { y }
}
`,
  check: ({ names, text }) =>
    names.expressions.flatMap((expression) => {
      if (expression.kind !== 'if' || expression.condition.kind !== 'boolean') return []
      const { value, span } = expression.condition
      return [finding({ value }, { span, ...branchAlone(expression, value, text) })]
    }),
}

/** In round brackets, since the `if` may stand in a larger expression; a branch with statements of its own is left to the author. */
function branchAlone({ then, otherwise, span }: IfExpression, value: boolean, text: string): { readonly edits?: readonly Edit[] } {
  const branch = value ? then : otherwise
  if (branch?.result === undefined || branch.statements.length > 0) return {}
  const { start, end } = branch.result.span
  const inner = text.slice(start, end)
  return { edits: [{ span, text: branch.result.kind === 'name' || branch.result.kind === 'call' ? inner : `(${inner})` }] }
}

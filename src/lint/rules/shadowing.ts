import { shadowedName as finding } from '../../diagnostics/lint.js'
import type { Binding } from '../names.js'
import type { LintRule } from '../rule.js'
import { kindWords } from '../words.js'

const isField = ({ kind }: Binding): boolean => kind === 'input' || kind === 'target'

const sample = (name: string): string => `block Wide(units: int)(x: f32[D]) -> f32[D] {
  let ${name} = x |> Dense(units) |> relu
  ${name} |> Dense(D)
}
`

export const shadowing: LintRule = {
  name: 'shadowing',
  kind: finding,
  bad: sample('units'),
  good: sample('hidden'),
  check: ({ names }) =>
    names.bindings.flatMap((binding) => {
      const { shadows, kind, name } = binding
      // The core library itself declares what elsewhere would hide it.
      const isOwn = binding.owner.kind === 'block' && binding.owner.extern
      if (shadows === undefined || isField(binding) || isOwn) return []
      const shadowed = shadows === 'core' ? 'that of the core library' : isField(shadows) ? `the ${shadows.kind}` : `the ${kindWords[shadows.kind]}`
      const related = shadows === 'core' ? {} : { related: [{ span: shadows.name.span, message: 'this is hidden' }] }
      return [finding({ what: `the ${kindWords[kind]}`, name: name.text, shadowed }, { span: name.span, ...related })]
    }),
}

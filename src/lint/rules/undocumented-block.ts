import { undocumentedBlock as finding } from '../../diagnostics/lint.js'
import type { LintRule } from '../rule.js'

const block = `block Hidden(units: int)(x: f32[D]) -> f32[units] {
  x |> Dense(units) |> relu
}
`

export const undocumentedBlock: LintRule = {
  name: 'undocumented-block',
  kind: finding,
  enabled: false,
  bad: block,
  good: `/// A dense layer and a rectifier. f32[D] → f32[units].\n${block}`,
  check: ({ file, isLibrary }) =>
    isLibrary
      ? file.declarations.flatMap((each) => (each.kind === 'block' && (each.doc ?? '').trim() === '' ? [finding({ name: each.name.text }, { span: each.name.span })] : []))
      : [],
}

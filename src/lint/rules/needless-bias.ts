import type { Diagnostic, Edit } from '../../diagnostics/diagnostic.js'
import { needlessBias as finding } from '../../diagnostics/lint.js'
import { argumentOf, convolutions, pipesOf, type Stage } from '../layers.js'
import type { LintRule } from '../rule.js'

/** The place of `bias` among the parameters. */
const places: Readonly<Record<string, number>> = { Dense: 1, Conv: 6, DepthwiseConv: 4, ConvTranspose: 3 }

const sample = (layer: string): string => `block Unit(channels: int)(x: f32[C, H, W]) -> f32[channels, H, W] {
  x |> ${layer} |> BatchNorm() |> relu
}
`

export const needlessBias: LintRule = {
  name: 'needless-bias',
  kind: finding,
  fix: 'always',
  bad: sample('Conv(channels)'),
  good: sample('Conv(channels, bias = false)'),
  check: ({ names }) =>
    pipesOf(names).flatMap((steps) =>
      steps.flatMap(({ stage }, index): readonly Diagnostic[] => {
        const next = steps[index + 1]?.stage
        if (stage === undefined || next?.name !== 'BatchNorm' || !hasBias(stage)) return []
        return [finding({ layer: stage.name }, { span: stage.expression.span, edits: [withoutBias(stage)] })]
      }),
    ),
}

function hasBias({ name, call }: Stage): boolean {
  const place = places[name]
  if (place === undefined || (name !== 'Dense' && !convolutions.has(name))) return false
  const given = call === undefined ? undefined : argumentOf(call, 'bias', place)
  return given === undefined || (given.value.kind === 'boolean' && given.value.value)
}

function withoutBias({ name, call, expression }: Stage): Edit {
  if (call === undefined) return { span: { ...expression.span, start: expression.span.end }, text: '(bias = false)' }
  const given = argumentOf(call, 'bias', places[name] ?? 0)
  if (given !== undefined) return { span: given.value.span, text: 'false' }
  const last = call.arguments.at(-1)?.span.end
  const at = last ?? call.span.end - 1
  return { span: { ...call.span, start: at, end: at }, text: last === undefined ? 'bias = false' : ', bias = false' }
}

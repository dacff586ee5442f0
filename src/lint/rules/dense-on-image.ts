import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import { denseOnImage as finding } from '../../diagnostics/lint.js'
import { activations, convolutions, pipesOf, poolings, type Step } from '../layers.js'
import type { LintRule } from '../rule.js'

/** Layers that leave an image an image. */
const keeping: ReadonlySet<string> = new Set([...activations, 'BatchNorm', 'GroupNorm', 'Dropout'])

const sample = (between: string): string => `block Features(units: int)(x: f32[C, H, W]) {
  x |> Conv(16) |> relu |> MaxPool() |> ${between}Dense(units) |> relu
}
`

export const denseOnImage: LintRule = {
  name: 'dense-on-image',
  kind: finding,
  fix: 'asked',
  bad: sample(''),
  good: sample('flatten |> '),
  check: ({ names }) => pipesOf(names).flatMap(inPipe),
}

function inPipe(steps: readonly Step[]): readonly Diagnostic[] {
  let isImage = false
  return steps.flatMap(({ stage }) => {
    const name = stage?.name ?? ''
    const { expression } = stage ?? {}
    const found = isImage && name === 'Dense' && expression !== undefined
    isImage = convolutions.has(name) || poolings.has(name) || (isImage && keeping.has(name))
    if (!found) return []
    const { span } = expression
    return [finding({ layer: 'Dense' }, { span, edits: [{ span: { ...span, end: span.start }, text: 'flatten |> ' }] })]
  })
}

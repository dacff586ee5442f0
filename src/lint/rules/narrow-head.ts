import { narrowHead as finding } from '../../diagnostics/lint.js'
import { readBy, written } from '../applied.js'
import { activations } from '../layers.js'
import { placeIn } from '../places.js'
import type { LintRule } from '../rule.js'

/** Layers that give as many features as they read. */
const through: ReadonlySet<string> = new Set([...activations, 'BatchNorm', 'LayerNorm', 'Dropout', 'flatten'])

const sample = (units: number): string => `data Digits {
  source "digits.csv"
  input  pixels: vector[64]
  target digit: label<10>
}

model Digit on Digits {
  task digit = pixels |> Dense(${units}) |> relu |> Dense(10)
}
`

export const narrowHead: LintRule = {
  name: 'narrow-head',
  kind: finding,
  typed: true,
  bad: sample(4),
  good: sample(32),
  check: ({ program, file }) =>
    program.models.flatMap((model) =>
      model.tasks.flatMap(({ name, target, predict, span }) => {
        const last = written(model, predict)
        if (target.type.kind !== 'label' || last.kind !== 'apply' || last.extern !== 'Dense' || span.file !== file.path) return []
        const before = readBy(model, last, through)
        const [units, ...more] = before?.type.shape.map(Number) ?? []
        const labels = target.type.labels.length
        // Only a layer is as narrow as its author made it; data has the features that it has.
        if (before?.kind !== 'apply' || before.extern !== 'Dense' || units === undefined || more.length > 0 || units >= labels) return []
        return [finding({ task: name, units, labels }, { span: placeIn(file.path, before.span, span) })]
      }),
    ),
}

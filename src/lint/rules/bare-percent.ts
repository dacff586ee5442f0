import { metrics } from '../../check/methods/metrics.js'
import type { TypedBudgetLine, TypedModel } from '../../check/typed.js'
import { barePercent as finding } from '../../diagnostics/lint.js'
import type { LintRule } from '../rule.js'

const sample = (bound: string): string => `data Digits {
  source "digits.csv"
  input  pixels: vector[64]
  target digit: label<10>
}

model Digit on Digits {
  task digit = pixels |> Dense(32) |> relu |> Dense(10)
}

compress Digit {
  quantize int8
  budget {
    digit.accuracy >= ${bound}
  }
}
`

export const barePercent: LintRule = {
  name: 'bare-percent',
  kind: finding,
  typed: true,
  bad: sample('1%'),
  good: sample('dense - 1 pt'),
  check: ({ program, file }) =>
    program.compresses.flatMap(({ model: name, budget }) => {
      const model = program.models.find((each) => each.name === name)
      return budget.flatMap((line) => {
        const found = model === undefined || line.span.file !== file.path ? undefined : slip(line, model)
        return found === undefined ? [] : [finding({ bound: line.text, ...found }, { span: line.span })]
      })
    }),
}

const percent = (share: number): number => Math.round(share * 1e4) / 100

/** A bound that guessing would meet, or a share that leaves almost nothing, was meant as what may be lost. */
function slip({ subject, bound }: TypedBudgetLine, model: TypedModel): { readonly reason: string; readonly meant: string } | undefined {
  if (subject.kind !== 'metric' || metrics.get(subject.metric)?.better !== 'more') return undefined
  if (bound.kind === 'absolute') {
    const target = model.tasks.find(({ name }) => name === subject.task)?.target.type
    const guessed = subject.metric === 'accuracy' && target?.kind === 'label' ? percent(1 / target.labels.length) : undefined
    const amount = percent(bound.value)
    if (amount > (guessed ?? 5)) return undefined
    const reason = guessed === undefined ? `it is ${bound.value} of 1` : `guessing reaches ${guessed}%`
    return { reason, meant: `\`dense - ${amount} pt\`, if ${amount}% is what may be lost` }
  }
  if (bound.kind !== 'factor' || bound.factor >= 0.5) return undefined
  return { reason: `it is ${percent(bound.factor)}% of what the dense model reaches`, meant: `\`${percent(1 - bound.factor)}% of dense\`, if ${percent(bound.factor)}% is what may be lost` }
}

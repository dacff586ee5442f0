import type { StaticValue, TypedTrain } from '../../check/typed.js'
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import { neverReached as finding } from '../../diagnostics/lint.js'
import type { LintRule } from '../rule.js'

const sample = (warmup: string): string => `data Houses {
  source "houses.csv"
  input  rooms: vector[4]
  target price: number
}

model Prices on Houses {
  task price = rooms |> Dense(16) |> relu |> Dense(1)
}

train Prices {
  epochs 5
  schedule cosine(warmup = ${warmup})
}
`

export const neverReached: LintRule = {
  name: 'never-reached',
  kind: finding,
  typed: true,
  bad: sample('10 epochs'),
  good: sample('1 epoch'),
  check: ({ program, file }) => program.trains.flatMap((train) => (train.span.file === file.path ? tooLong(train) : [])),
}

/** How long something is in epochs; steps are as long as the data is large, which is not known here. */
const epochsOf = (value: StaticValue | undefined): number =>
  typeof value === 'number' ? value : typeof value === 'object' && 'dimension' in value && value.dimension === 'epochs' ? value.value : 0

const isList = (value: StaticValue | undefined): value is readonly StaticValue[] => Array.isArray(value)
const listOf = (value: StaticValue | undefined): readonly StaticValue[] => (isList(value) ? value : [])

function tooLong({ epochs, schedule, stop }: TypedTrain): readonly Diagnostic[] {
  const warmup = epochsOf(schedule.arguments['warmup'])
  const lengths = [
    { of: schedule, length: warmup, what: 'the learning rate warms up for' },
    { of: schedule, length: schedule.name === 'step' ? warmup + epochsOf(schedule.arguments['every']) : 0, what: 'the learning rate first falls after' },
    ...listOf(schedule.arguments['at']).map((time) => ({ of: schedule, length: epochsOf(time), what: 'the learning rate changes after' })),
    { of: schedule, length: schedule.name === 'plateau' ? epochsOf(schedule.arguments['patience']) : 0, what: 'the learning rate first falls after' },
    { of: stop, length: epochsOf(stop?.arguments['patience']), what: 'early stopping waits for' },
  ]
  return lengths.flatMap(({ of, length, what }) =>
    of === undefined || length < epochs ? [] : [finding({ what: `${what} ${length} epoch${length === 1 ? '' : 's'}`, epochs }, { span: of.span })],
  )
}

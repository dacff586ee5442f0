/** `budget`: metrics of tasks, and what they are held against. */
import { CompletionItemKind } from 'vscode-languageserver/node'
import { defaultMetrics, metrics } from '../../check/methods/metrics.js'
import { AtLeast, AtMost, Dot } from '../../syntax/tokens.js'
import { fieldsOf, findData, modelAround, namedType } from './around.js'
import { is, isToken } from './groups.js'
import { keyword, type Asked, type Offer, type Provider } from './offer.js'
import { wordOf } from './place.js'

export const budget: Provider = (asked) => {
  const { frame, number, string } = asked.place
  if (frame.kind !== 'budget' || string !== undefined) return []
  const { before } = frame
  const last = before.at(-1)
  if (number !== undefined) return number.spaced && (isToken(last) && last.image.endsWith('%')) ? [of()] : []
  if (before.length === 0) {
    return tasksOf(asked).flatMap(({ name, metrics: measured }) =>
      measured.map((metric): Offer => {
        const better = metrics.get(metric)?.better ?? 'more'
        return {
          label: `${name}.${metric}`,
          kind: CompletionItemKind.Property,
          detail: `${better} is better`,
          text: better === 'more' ? `${name}.${metric} >= \${1:dense - 1 pt}` : `${name}.${metric} <= \${1:dense + 2%}`,
          isSnippet: true,
          rank: 1,
        }
      }),
    )
  }
  if (before.length === 2 && is(last, Dot)) {
    const task = tasksOf(asked).find(({ name }) => name === wordOf(before[0]))
    return (task?.metrics ?? []).map((label): Offer => ({ label, kind: CompletionItemKind.Property }))
  }
  if (is(last, AtMost, AtLeast)) return [keyword('dense', 'The model before compression, measured on the same part.')]
  if (isToken(last) && last.image.endsWith('%')) return [of()]
  return wordOf(last) === 'of' ? [keyword('dense', 'The model before compression.')] : []
}

const of = (): Offer => keyword('of', 'A share of what the uncompressed model reaches.', { text: 'of dense' })

interface TaskMetrics {
  readonly name: string
  readonly metrics: readonly string[]
}

/** Tasks of the model that is compressed, with what each measures. */
function tasksOf({ place: { frames }, module }: Asked): readonly TaskMetrics[] {
  const model = modelAround(frames, module)
  if (model === undefined) return []
  const data = findData(model.declaration.data.text, model.module)
  return model.declaration.statements.flatMap((statement): TaskMetrics[] => {
    if (statement.kind !== 'task') return []
    const name = statement.name.text
    const field = data === undefined ? undefined : fieldsOf(data.declaration, 'target').find((each) => each.name.text === name)
    const kind = field === undefined || data === undefined ? undefined : namedType(field.type, data.module)?.name.text
    const standard = Object.entries(defaultMetrics).find(([each]) => each === kind)?.[1] ?? []
    return [{ name, metrics: statement.metrics?.map((metric) => metric.name.text) ?? standard }]
  })
}


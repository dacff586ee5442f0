import type { TypedTask } from '../../check/typed.js'
import type { Edit } from '../../diagnostics/diagnostic.js'
import { outputActivation as finding } from '../../diagnostics/lint.js'
import { written } from '../applied.js'
import { activations, pipesOf } from '../layers.js'
import { placeIn } from '../places.js'
import type { LintRule, TypedContext } from '../rule.js'

/** Losses that take logits. */
const ofLogits: ReadonlySet<string> = new Set(['cross_entropy', 'focal', 'bce', 'dice', 'tversky'])

const bounding: ReadonlySet<string> = new Set([...activations, 'softmax', 'log_softmax'])

const sample = (end: string): string => `data Houses {
  source "houses.csv"
  input  rooms: vector[4]
  target kind: label<"flat", "house", "hut">
}

model Kinds on Houses {
  task kind = rooms |> Dense(16) |> relu |> Dense(3)${end}
}
`

export const outputActivation: LintRule = {
  name: 'output-activation',
  kind: finding,
  fix: 'asked',
  typed: true,
  bad: sample(' |> softmax'),
  good: sample(''),
  check: (context) =>
    context.program.models.flatMap((model) =>
      model.tasks.flatMap((task) => {
        const last = written(model, task.predict)
        if (!ofLogits.has(task.loss.name) || last.kind !== 'apply' || !bounding.has(last.extern) || task.span.file !== context.file.path) return []
        const args = { task: task.name, activation: last.extern, loss: task.loss.name }
        return [finding(args, { span: placeIn(context.file.path, last.span, task.span), ...withoutLast(task, last.span.start, context) })]
      }),
    ),
}

/** Only where the stage stands in the task itself: in a block, others may need it. */
function withoutLast({ span }: TypedTask, start: number, { names }: TypedContext): { readonly edits?: readonly Edit[] } {
  const pipe = pipesOf(names).flatMap((steps) => steps.slice(-1)).find((step) => step.pipe.stage.span.start === start)?.pipe
  if (pipe === undefined || pipe.span.start < span.start || pipe.span.end > span.end) return {}
  return { edits: [{ span: { ...pipe.span, start: pipe.value.span.end }, text: '' }] }
}

import type { TagsField } from '../../types/field.js'
import { markSpans } from '../../types/spans.js'
import type { OutputCodec } from './codec.js'

/** Spans of a text, where the tags mark such; otherwise every word with its tag. */
export const tags: OutputCodec<TagsField> = {
  type: (_field, name) => `readonly { readonly label: ${name}; readonly text: string; readonly start: number; readonly end: number; readonly probability: number }[]`,
  activation: 'softmax',
  ports: (task, { type }) => [{ name: task, dtype: 'f32', shape: [type.max, type.labels.length] }],
  spec: ({ type }) => ({ labels: type.numeric ? type.labels.map(Number) : type.labels, over: type.over, spans: markSpans(type.labels) }),
  decoder: 'decodeTags',
  runtime: String.raw`
/**
 * Where start and end are places in the text as JavaScript counts them. A span's probability is that of its least
 * probable word. I-x that goes on with nothing of its kind begins a span.
 */
function decodeTags(task, data, sample, values) {
  const { labels, over, spans } = task
  const field = INPUTS.find(({ name }) => name === over)
  const text = values[over]
  const found = []
  let open
  for (const { start, end, place } of placedWords(field, text)) {
    const from = (sample * field.max + place) * labels.length
    const logits = data.subarray(from, from + labels.length)
    let best = 0
    for (let index = 1; index < labels.length; index++) if (logits[index] > logits[best]) best = index
    const probability = 1 / logits.reduce((sum, logit) => sum + Math.exp(logit - logits[best]), 0)
    const label = labels[best]
    if (spans && open !== undefined && label === 'I-' + open.label) {
      Object.assign(open, { text: text.slice(open.start, end), end, probability: Math.min(open.probability, probability) })
      continue
    }
    open = spans && label === 'O' ? undefined : { label: spans ? label.slice(2) : label, text: text.slice(start, end), start, end, probability }
    if (open !== undefined) found.push(open)
  }
  return found
}`,
}

import type { LabelsField } from '../../types/field.js'
import type { OutputCodec } from './codec.js'

/** Any of the labels: the graph gives a logit for each, and those more likely there than not are found. */
export const labels: OutputCodec<LabelsField> = {
  type: (_field, name) => `{ readonly labels: readonly ${name}[]; readonly probabilities: Readonly<Record<${name}, number>> }`,
  activation: 'sigmoid',
  ports: (task, { type }) => [{ name: task, dtype: 'f32', shape: [type.labels.length] }],
  spec: ({ type }) => ({ labels: type.numeric ? type.labels.map(Number) : type.labels }),
  decoder: 'decodeLabels',
  runtime: String.raw`
function decodeLabels(task, data, sample) {
  const { labels } = task
  const logits = data.subarray(sample * labels.length, (sample + 1) * labels.length)
  return {
    labels: labels.filter((_, index) => logits[index] > 0),
    probabilities: Object.fromEntries(labels.map((label, index) => [label, 1 / (1 + Math.exp(-logits[index]))])),
  }
}`,
}

import type { LabelField } from '../../types/field.js'
import type { OutputCodec } from './codec.js'

/** One of the labels: the graph gives a logit for each. */
export const label: OutputCodec<LabelField> = {
  type: (_field, name) => `{ readonly label: ${name}; readonly probability: number; readonly probabilities: Readonly<Record<${name}, number>> }`,
  activation: 'softmax',
  ports: (task, { type }) => [{ name: task, dtype: 'f32', shape: [type.labels.length] }],
  spec: ({ type }) => ({ labels: type.numeric ? type.labels.map(Number) : type.labels }),
  decoder: 'decodeLabel',
  runtime: String.raw`
function decodeLabel(task, data, sample) {
  const { labels } = task
  const logits = data.subarray(sample * labels.length, (sample + 1) * labels.length)
  let best = 0
  for (let index = 1; index < labels.length; index++) if (logits[index] > logits[best]) best = index
  const powers = Array.from(logits, (logit) => Math.exp(logit - logits[best]))
  const sum = powers.reduce((total, power) => total + power, 0)
  return {
    label: labels[best],
    probability: powers[best] / sum,
    probabilities: Object.fromEntries(labels.map((label, index) => [label, powers[index] / sum])),
  }
}`,
}

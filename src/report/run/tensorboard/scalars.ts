import type { Progress } from '../../../train/progress.js'

export type Scalars = Readonly<Record<string, number>>

/** What TensorBoard shows of an event, by tag: `loss/left`, `validation/left/accuracy`. Means over an epoch are `epoch/loss/left`. */
export function scalarsOf(event: Progress): Scalars {
  if (event.kind === 'step') {
    return {
      ...tagged('loss', event.losses),
      ...tagged('weight', event.taskWeights),
      learning_rate: event.rate,
      ...(event.gradientNorm === undefined ? {} : { gradient_norm: event.gradientNorm }),
      samples_per_second: event.samplesPerSecond,
    }
  }
  if (event.kind !== 'epoch') return {}
  return {
    ...tagged('epoch/loss', event.losses),
    ...Object.fromEntries(Object.entries(event.validation).flatMap(([task, metrics]) => Object.entries(tagged(`validation/${task}`, metrics)))),
  }
}

const tagged = (prefix: string, values: Scalars): Scalars => Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}/${name}`, value]))

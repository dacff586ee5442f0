/** A small run of two tasks, as events: what it tells depends on nothing but these formulas. */
import type { Begin, Progress } from '../../../src/train/progress.js'

export const about: Begin = {
  kind: 'begin', stage: 'train', time: 1_700_000_000_000, step: 0, epoch: 0, model: 'Houses', optimizer: 'adam', schedule: 'cosine', balance: 'uncertainty',
  epochs: 4, stepsPerEpoch: 5, batch: 8, samples: { train: 40, validation: 10 }, seed: 1,
  tasks: [
    { name: 'price', loss: 'mse', weight: 1, metrics: [{ name: 'mae', direction: 'lower', unit: 'own' }] },
    { name: 'kind', loss: 'cross_entropy', weight: 1, metrics: [{ name: 'accuracy', direction: 'higher', unit: 'ratio' }] },
  ],
}

/** The events from a step on to another, as a run tells them that goes on from there. */
export function told(from = 0, to = about.epochs * about.stepsPerEpoch, end = true): readonly Progress[] {
  const time = (step: number): number => about.time + 100 * step
  const events: Progress[] = [{ ...about, time: time(from), step: from, epoch: Math.floor(from / about.stepsPerEpoch) }]
  for (let step = from + 1; step <= to; step++) {
    const epoch = Math.ceil(step / about.stepsPerEpoch)
    const losses = { price: 50 / step, ...(step % 3 === 0 ? {} : { kind: 0.7 - step / 100 }) }
    const taskWeights = { price: 1 / step, kind: 1 + step / 20 }
    events.push({ kind: 'step', stage: 'train', time: time(step), step, epoch, losses, taskWeights, rate: 1e-3 * (1 - step / 21), gradientNorm: 3 / step, samplesPerSecond: 80, secondsLeft: 2 - step / 10 })
    if (step % about.stepsPerEpoch !== 0) continue
    const validation = { price: { mae: 10 / epoch }, kind: { accuracy: epoch === 1 ? Number.NaN : 0.6 + epoch / 20 } }
    events.push({ kind: 'epoch', stage: 'train', time: time(step), step, epoch, epochs: about.epochs, seconds: 0.5, losses, taskWeights, validation, best: epoch < 4 })
  }
  if (end) events.push({ kind: 'end', stage: 'train', time: time(to), step: to, epochs: 4, bestEpoch: 3, validation: {}, interrupted: false })
  return events
}

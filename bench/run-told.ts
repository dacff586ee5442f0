/** A run of two tasks as events, by formula: as many steps as are wanted, without an engine. */
import { key, normal } from '../src/random/counter.js'
import type { Begin, Progress } from '../src/train/progress.js'

const stream = key('run')

export const about = (epochs: number, stepsPerEpoch: number): Begin => ({
  kind: 'begin', stage: 'train', time: 1_700_000_000_000, step: 0, epoch: 0, model: 'Told', optimizer: 'adam', schedule: 'cosine', balance: 'uncertainty',
  epochs, stepsPerEpoch, batch: 256, samples: { train: 256 * stepsPerEpoch, validation: 1000 }, seed: 1,
  tasks: ['left', 'right'].map((name) => ({ name, loss: 'cross_entropy', weight: 1, metrics: [{ name: 'accuracy', direction: 'higher', unit: 'ratio' }] })),
})

export function* told(epochs: number, stepsPerEpoch: number): Generator<Progress> {
  const begin = about(epochs, stepsPerEpoch)
  yield begin
  for (let step = 1; step <= epochs * stepsPerEpoch; step++) {
    const [time, epoch] = [begin.time + 37 * step, Math.ceil(step / stepsPerEpoch)]
    const noise = (index: number): number => Math.exp(0.1 * normal(stream, 4 * step + index))
    const losses = { left: noise(0) / Math.sqrt(step), right: noise(1) / Math.cbrt(step) }
    const taskWeights = { left: noise(2), right: 1 / noise(2) }
    yield { kind: 'step', stage: 'train', time, step, epoch, losses, taskWeights, rate: 1e-3 / epoch, gradientNorm: noise(3), samplesPerSecond: 1e4 * noise(0), secondsLeft: 0 }
    if (step % stepsPerEpoch !== 0) continue
    const validation = { left: { accuracy: 1 - noise(0) / 10 ** epoch }, right: { accuracy: epoch === 1 ? Number.NaN : 1 - noise(1) / 5 ** epoch } }
    yield { kind: 'epoch', stage: 'train', time, step, epoch, epochs, seconds: 1, losses, taskWeights, validation, best: true }
  }
}

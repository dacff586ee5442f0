/** Runs that never were: events by formula, and what the detectors find in them. */
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.js'
import { key, normal } from '../../../src/random/counter.js'
import type { Begin, ByTask, Progress, StepDone } from '../../../src/train/progress.js'
import type { Metrics } from '../../../src/train/types.js'
import type { AnyDetector } from '../../../src/train/watch/detector.js'

export const begin = (given: Partial<Begin> = {}): Begin => ({
  kind: 'begin', stage: 'train', time: 0, step: 0, epoch: 0, model: 'Made', optimizer: 'adam', schedule: 'constant', balance: 'static',
  epochs: 20, stepsPerEpoch: 50, batch: 32, samples: { train: 1600, validation: 200 }, seed: 1,
  tasks: ['a', 'b'].map((name) => ({ name, loss: 'cross_entropy', weight: 1, metrics: [{ name: 'accuracy', direction: 'higher', unit: 'ratio' }, { name: 'macro_f1', direction: 'higher', unit: 'ratio' }] })),
  ...given,
})

export interface Curves {
  /** The losses of a step; a task that is left out had no target. */
  readonly losses: (step: number) => ByTask
  readonly weights?: (step: number) => ByTask
  readonly norm?: (step: number) => number
  readonly validation?: (epoch: number) => Metrics
}

export function* events(about: Begin, { losses, weights, norm, validation }: Curves): Generator<Progress> {
  yield about
  for (let step = 1; step <= about.epochs * about.stepsPerEpoch; step++) {
    const epoch = Math.ceil(step / about.stepsPerEpoch)
    const told: StepDone = {
      kind: 'step', stage: 'train', time: step * 10, step, epoch, losses: losses(step), taskWeights: weights?.(step) ?? { a: 1, b: 1 }, rate: 1e-3,
      ...(norm === undefined ? {} : { gradientNorm: norm(step) }), samplesPerSecond: 3200, secondsLeft: 0,
    }
    yield told
    if (step % about.stepsPerEpoch === 0) {
      yield { kind: 'epoch', stage: 'train', time: step * 10, step, epoch, epochs: about.epochs, seconds: 1, losses: losses(step), taskWeights: told.taskWeights, validation: validation?.(epoch) ?? {}, best: false }
    }
  }
}

export interface Warned {
  readonly step: number
  readonly tasks: readonly string[]
  readonly finding: Diagnostic
}

/** What a detector tells of a run; its state goes through JSON at each step, as through a checkpoint. */
export function warnings(detector: AnyDetector, about: Begin, curves: Curves, gradientNorms: ByTask = {}): readonly Warned[] {
  const warned: Warned[] = []
  let state: unknown = detector.init(about)
  for (const event of events(about, curves)) {
    const seen = detector.see(JSON.parse(JSON.stringify(state)), event, about)
    state = seen.state
    const found = typeof seen.found === 'function' ? [seen.found(gradientNorms)] : (seen.found ?? [])
    warned.push(...found.map((each) => ({ ...each, step: 'step' in event ? event.step : 0 })))
  }
  return warned
}

/** Falls from one value towards another, by this part of what is left in each step. */
export const falling = (from: number, to: number, rate: number) => (step: number): number => to + (from - to) * (1 - rate) ** step

/** The same with noise: a factor e^(size·z) of its own in each step. */
export const noisy = (curve: (step: number) => number, size: number, seed: number) => {
  const stream = key(seed, 'noise')
  return (step: number): number => curve(step) * Math.exp(size * normal(stream, step))
}

import {
  count, epochs, float, int, list, metric, notNegative, positive, required, share, stretch, table, type MethodParameter, type Methods,
} from './method.js'

const warmup = stretch('Length of a linear rise from 0 at the start.', epochs(0), notNegative)
const final = (value: number): MethodParameter => float('Where it goes, as a share of the learning rate; it would be there with the step after the last.', value, share)
const factor = (value: number): MethodParameter => float('What the learning rate is multiplied by each time.', value, positive)

/** How the learning rate goes over the training. */
export const schedules: Methods = table({
  constant: { doc: 'The learning rate as it is.', implemented: true, parameters: { warmup } },
  step: {
    doc: 'Times `factor` after each stretch, counted from the end of the warm-up.',
    implemented: true,
    parameters: { every: stretch('From one change to the next.', epochs(1)), factor: factor(0.1), warmup },
  },
  multistep: {
    doc: 'Times `factor` at each of the given times.',
    implemented: true,
    parameters: {
      at: required(list('stretch', 'When, from the start of the training, its warm-up included: `[10 epochs, 15 epochs]`.', positive)),
      factor: factor(0.1),
      warmup,
    },
  },
  exponential: {
    doc: 'Falls evenly in proportion to itself, from the end of the warm-up.',
    implemented: true,
    parameters: { factor: factor(0.95), every: stretch('Length in which it changes by `factor`.', epochs(1)), warmup },
  },
  cosine: {
    doc: 'Falls along half a cosine; with `restarts`, several times (Loshchilov & Hutter, ICLR 2017).',
    implemented: true,
    parameters: {
      warmup,
      final: final(0),
      restarts: int('How often it begins anew.', 0, { least: 0, most: 1000 }),
      growth: float('How much longer each round is than the one before.', 1, count),
    },
    conflict({ restarts, growth }) {
      if (growth !== 1 && restarts === 0) return '`growth` is of the rounds between `restarts`, and there are none'
      return Number(growth) ** Number(restarts) > 1e6 ? 'so many `restarts` of such a `growth` leave the first rounds less than a millionth of the last' : undefined
    },
  },
  one_cycle: {
    doc: 'Rises from a low rate to the learning rate and falls far below (Smith & Topin, 2019).',
    implemented: true,
    parameters: {
      rise: float('Share of the training in which it rises.', 0.3, { least: 0, most: 1, open: 'both' }),
      start: float('Where it begins, as a share of the learning rate.', 0.04, share),
      final: final(4e-6),
    },
  },
  linear: { doc: 'Falls in a straight line.', implemented: true, parameters: { final: final(0), warmup } },
  plateau: {
    doc: 'Times `factor` where a metric no longer gets better on the validation part.',
    implemented: true,
    parameters: {
      factor: float('What the learning rate is multiplied by each time.', 0.1, { least: 0, most: 1, open: 'both' }),
      patience: int('Epochs without a better value before that.', 10, count),
      metric: metric('What is watched; left out, the mean of the tasks.'),
      final: float('Where it stops falling, as a share of the learning rate.', 0, share),
      warmup,
    },
  },
})

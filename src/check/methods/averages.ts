import { float, table, within, type Methods } from './method.js'

/** Averages of the weights over the training, which take the place of the last weights. */
export const averages: Methods = table({
  ema: {
    doc: 'An exponential moving average; at update t it keeps min(`decay`, (1 + t) / (10 + t)) of itself.',
    implemented: true,
    parameters: { decay: float('Share of the average that an update keeps.', 0.999, within) },
  },
})

import { count, int, metric, table, type Methods } from './method.js'

export const stops: Methods = table({
  early: {
    doc: 'Ends the training when the validation part no longer gets better. The best epoch is kept, as without it.',
    implemented: true,
    parameters: {
      patience: int('Epochs without a better value before it ends.', 5, count),
      metric: metric('What is watched, and what the best epoch is chosen by: `accuracy` or `left.accuracy`; left out, the mean of the tasks.'),
    },
  },
})

/** 6xxx: what goes wrong while a model is trained or files are written. */
import { define } from './diagnostic.js'

export const lossNotFinite = define<{ task: string; step: number; value: string }>('MTL6001', {
  message: ({ task, step, value }) => `the loss of task \`${task}\` became ${value} at step ${step}`,
  help: () => 'lower the learning rate, lengthen the warm-up, or look for extreme values in the data',
  explanation: 'Training stopped because a loss was not a finite number; the last checkpoint is kept.',
})

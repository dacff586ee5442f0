/** 5xxx: compression and the budget. */
import { define } from './diagnostic.js'

export const budgetNotMet = define<{ line: string; reached: string }>('MTL5001', {
  message: ({ line, reached }) => `the budget line \`${line}\` cannot be met: the closest point reaches ${reached}`,
  help: () => 'loosen this line or another one that pulls against it, or pass --best-effort to take the closest point',
  explanation: 'No configuration that the search tried meets every line of the budget; the report names the closest one.',
})

export const ratioOrBudget = define<Record<string, never>>('MTL5002', {
  message: () => '`prune` is asked for, but nothing says how much',
  help: () => 'write `prune channels(ratio = 0.5)`, or a `budget { … }` from which the compiler finds the ratio',
  explanation:
    'Pruning needs a share of the channels to remove, or a budget that the smaller model must meet. Without either there is no right amount.',
})

export const nothingToPrune = define<{ reasons: readonly string[] }>('MTL5003', {
  message: () => 'no channel of this model can be pruned',
  help: ({ reasons }) => (reasons.length === 0 ? undefined : reasons.join('; ')),
  explanation:
    'Channels can go only where every op that they pass through has a rule for it. Inputs and outputs of the model keep theirs, and so does what `keep` names.',
})

export const qualityNotMeasured = define<{ line: string; samples: number }>('MTL5004', {
  message: ({ line, samples }) =>
    samples === 0
      ? `the budget line \`${line}\` needs validation samples, and there are none`
      : `the budget line \`${line}\` cannot be judged: its metric is not a number on the ${samples} validation samples`,
  help: ({ samples }) =>
    samples === 0
      ? 'give the data a validation part, as in `split validation 10% of train, seed 7`'
      : 'see that samples of the validation part have a target of this task, of every kind that the metric compares',
  explanation: 'Qualities are compared on the validation part, since the test part must have no part in choosing a model. Without samples there, a line on a quality is neither met nor missed.',
})

export const nothingToQuantize = define<Record<string, never>>('MTL5005', {
  message: () => 'no layer of this model can run on 8-bit integers',
  help: () => 'take `quantize` out, or shorten the list of `keep`',
  explanation: 'Quantisation stores weights of dense and convolution layers in 8 bits; this model has none that it may touch.',
})

export const notFiniteInCalibration = define<{ value: string }>('MTL5006', {
  message: ({ value }) => `calibration met a value that is not a finite number in ${value}`,
  help: () => 'the trained model overflows on some training samples: look for extreme values in the data, or train with a lower learning rate',
  explanation: 'The range of an activation is measured on training samples; infinities and NaN have no range.',
})

export const budgetOutOfReach = define<{
  line: string
  reached: string
  /** Which is the smallest form that the passes can make. */
  form: string
  largest?: { readonly layer: string; readonly cost: string }
  /** What a file takes without any weights. */
  bare?: string
  /** What the block could do besides. */
  pass?: string
}>('MTL5007', {
  message: ({ line, reached, form }) => `the budget line \`${line}\` cannot be met: ${form}, the model takes ${reached}`,
  help: ({ largest, bare, pass }) => {
    const parts = [...(largest === undefined ? [] : [`\`${largest.layer}\` alone takes ${largest.cost}`]), ...(bare === undefined ? [] : [`the file without weights ${bare}`])]
    return `${parts.join(', and ')}${parts.length === 0 ? '' : ': '}raise the bound, ${pass === undefined ? '' : `write \`${pass}\`, `}or make the model smaller`
  },
  explanation:
    'Size, weights and multiplications of a model follow from its layers alone. Even the smallest model that the passes of the block can make is above this line, before anything is trained.',
})

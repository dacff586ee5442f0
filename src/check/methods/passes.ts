import { belowOne, count, epochsOf, flag, float, int, later, list, positive, share, table, within, word, type Methods, type MethodSpec } from './method.js'

const ratio = (what: string): ReturnType<typeof float> => float(`Share of the ${what} that goes; 0 leaves it to the search over the budget.`, 0, belowOne)
const aware = epochsOf('Epochs of training with rounding in the forward pass (Jacob et al., CVPR 2018); 0 rounds after training.', 0)
const calibration = word('How ranges of activations are taken from samples.', ['minmax', 'percentile', 'mse', 'entropy'], 'percentile')
const samples = int('Training samples that ranges are measured on.', 512, count)
const perChannel = flag('A scale for each output channel, or one for a whole weight.', true)

const prune = table({
  channels: {
    doc: 'Removes whole channels through every layer that they reach (Fang et al., CVPR 2023): fewer weights, and faster everywhere.',
    implemented: true,
    parameters: {
      importance: word('What ranks channels: loss times gradient (Molchanov et al., CVPR 2019), the size of weights, or chance.', ['taylor', 'l1', 'l2', 'random'], 'taylor'),
      ratio: ratio('channels'),
    },
  },
  heads: {
    doc: 'Removes heads of attention (Michel et al., NeurIPS 2019).',
    implemented: false,
    parameters: { importance: word('What ranks heads.', ['taylor', 'l1', 'l2', 'random'], 'taylor'), ratio: ratio('heads') },
  },
  weights: {
    doc: 'Sets single weights to zero, more and more of them while training (Zhu & Gupta 2017): a smaller file, no faster on a CPU.',
    implemented: false,
    parameters: {
      pattern: word('Anywhere, or two of every four along the input.', ['unstructured', '2:4'], 'unstructured'),
      ratio: ratio('weights'),
      importance: word('What ranks weights.', ['magnitude', 'taylor', 'random'], 'magnitude'),
      over: epochsOf('Epochs in which the share of zeros rises; 0 leaves it to the search.', 0),
    },
    conflict: ({ pattern, ratio: given }) =>
      pattern === '2:4' && given !== 0 && given !== 0.5 ? `the pattern "2:4" sets half of the weights to zero, and \`ratio\` is ${String(given)}` : undefined,
  },
})

const quantize = table({
  int8: {
    doc: 'Weights and activations of 8 bits (Jacob et al., CVPR 2018): a quarter of the size, and up to four times as fast.',
    implemented: true,
    parameters: { aware, calibration, samples, per_channel: perChannel, dynamic: later(flag('Takes ranges of activations from each input while the model runs.', false)) },
    conflict: ({ dynamic, aware: trained }) =>
      dynamic === true && typeof trained === 'object' && 'value' in trained && trained.value > 0 ? '`dynamic` measures ranges while it runs, so that there are none to train with by `aware`' : undefined,
  },
  int4: {
    doc: 'Weights of 4 bits in blocks with a scale each; activations stay floats (as in GPTQ, Frantar et al., ICLR 2023).',
    implemented: false,
    parameters: {
      block: int('Weights that share a scale.', 32, { least: 16, most: 256 }),
      rounding: word('To the nearest, or by what it does to the outputs.', ['nearest', 'gptq', 'hqq'], 'gptq'),
      samples,
      aware,
    },
    conflict: ({ block }) => (Number.isInteger(Math.log2(Number(block))) ? undefined : `\`block\` is ${String(block)}, and must be a power of 2`),
  },
  f16: { doc: 'Weights as floats of 16 bits: half the size, no faster on a CPU.', implemented: false, parameters: {} },
  mixed: {
    doc: 'Chooses the bits of each layer by what they cost each task (Dong et al., HAWQ-V2, NeurIPS 2020).',
    implemented: false,
    parameters: { bits: list('int', 'What it may choose from: some of 4, 8, 16 and 32; left out, all of them.', { least: 4, most: 32 }), calibration, samples, per_channel: perChannel, aware },
    conflict: ({ bits }) => {
      const odd = Array.isArray(bits) ? bits.find((each: unknown) => each !== 4 && each !== 8 && each !== 16 && each !== 32) : undefined
      return odd === undefined ? undefined : `there are no weights of ${String(odd)} bits, only of 4, 8, 16 and 32`
    },
  },
})

/** Of a low-rank factorisation: how much is left. */
const rank = {
  rank: int('Of every layer; left out, `energy` or the budget decides.', undefined, count),
  energy: float('Share of the squared singular values that is kept; left out, the budget decides.', undefined, within),
}
const oneOf = ({ rank: size, energy }: Parameters<NonNullable<MethodSpec['conflict']>>[0]): string | undefined =>
  size !== undefined && energy !== undefined ? '`rank` and `energy` both say how much is kept; write one of them' : undefined

const factorize = table({
  svd: {
    doc: 'Splits dense layers, and convolutions along height and width, in two thin ones (Jaderberg et al., BMVC 2014).',
    implemented: false,
    parameters: rank,
    conflict: oneOf,
  },
  tucker: {
    doc: 'Splits convolutions in three, the middle one with fewer channels (Kim et al., ICLR 2016).',
    implemented: false,
    parameters: rank,
    conflict: oneOf,
  },
})

/** What a pass of each word is called in findings. */
export const passKinds = { prune: 'kind of pruning', quantize: 'kind of quantisation', factorize: 'kind of factorisation' } as const

/** Passes by their word in a `compress` block; each names a method of its own. */
export const passes: ReadonlyMap<string, Methods> = new Map([['prune', prune], ['quantize', quantize], ['factorize', factorize]])

/** Passes that stand by themselves, as `cluster(16)`. */
export const barePasses: Methods = table({
  cluster: {
    doc: 'Lets weights share few values, found by k-means and trained on (Han et al., ICLR 2016): a smaller file.',
    implemented: false,
    parameters: {
      clusters: int('Values of each layer.', 16, { least: 2, most: 256 }),
      tune: epochsOf('Epochs in which the values are trained.', 1),
    },
  },
})

export const distillation: MethodSpec = {
  doc: 'Trains the small model to predict what a teacher predicts (Hinton et al. 2015).',
  implemented: true,
  parameters: {
    temperature: float('How much the teacher\'s probabilities are evened out.', 4, positive),
    share: float('How much of the loss is the teacher\'s.', 0.5, share),
  },
}

/** `init from "weights.safetensors"`. */
export const initialization: MethodSpec = {
  doc: 'Begins with weights of a file, of another run, or of an ONNX model, matched by their paths.',
  implemented: true,
  parameters: { strict: flag('Refuses a file that lacks a weight of the model, has others, or has one in another shape.', false) },
}

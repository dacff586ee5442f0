/** The words that begin something, by the place where they do: what they say, and how they are gone on with. */

export interface WordEntry {
  readonly doc: string
  /** In the snippet syntax of the protocol. */
  readonly snippet: string
  /** May stand more than once in its block. */
  readonly repeats?: boolean
}

export type WordPlace = 'file' | 'data' | 'model' | 'task' | 'train' | 'compress' | 'budget' | 'body'

type Words = Readonly<Record<string, WordEntry>>

const file: Words = {
  import: { doc: 'Names from the standard library (`std/…`), another file, or a package.', snippet: 'import { $1 } from "${2:std/}"', repeats: true },
  const: { doc: 'A static value that the file names.', snippet: 'const ${1:name} = $0', repeats: true },
  type: { doc: 'Another name for a type.', snippet: 'type ${1:Name} = $0', repeats: true },
  block: {
    doc: 'A function of tensors, with weights of its own. The first list is static, the second tensors.',
    snippet: 'block ${1:Name}(${2:channels: int})(${3:x: f32[C, H, W]}) -> ${4:f32[channels, H, W]} {\n\t$0\n}',
    repeats: true,
  },
  data: {
    doc: 'Where samples come from, what each column means, how they are split, normalised and augmented.',
    snippet: 'data ${1:Name} {\n\tsource "$2"\n\tsplit  train 80%, validation 10%, test 10%, seed 1\n\t$0\n}',
    repeats: true,
  },
  model: { doc: 'Inputs, shared representations, and tasks.', snippet: 'model ${1:Name} on ${2:Data} {\n\t$0\n}', repeats: true },
  train: {
    doc: 'How a model is trained: optimiser, schedule, balance, stopping.',
    snippet: 'train ${1:Model} {\n\tepochs ${2:20}, batch ${3:128}, seed 1\n\toptimizer ${4:adam(lr = 1e-3)}\n\t$0\n}',
    repeats: true,
  },
  compress: {
    doc: 'The target, the passes, and the budget that the compressed model has to meet.',
    snippet: 'compress ${1:Model} {\n\tfor "${2:node-cpu}"\n\tquantize ${3:int8}\n\tbudget {\n\t\t$0\n\t}\n}',
    repeats: true,
  },
}

const data: Words = {
  source: { doc: 'Where samples come from: CSV, Parquet or JSON lines, by a path or a pattern; or the rows of a query.', snippet: 'source "$0"', repeats: true },
  split: { doc: 'Which rows are for training, validation and testing. A row’s part depends on its content and the seed.', snippet: 'split ${1:train 80%, validation 10%, test 10%, seed 1}' },
  input: { doc: 'A column that models read.', snippet: 'input ${1:name}: $0', repeats: true },
  target: { doc: 'A column that a task predicts. A missing value masks the row for that task alone.', snippet: 'target ${1:name}: $0', repeats: true },
  weight: { doc: 'A column of sample weights.', snippet: 'weight $0' },
  normalize: { doc: 'Centres and scales an input within the model: by `mean` and `std`, or `auto` for those of the training part.', snippet: 'normalize ${1:input} ${2:auto}', repeats: true },
  augment: { doc: 'Changes images at random while training.', snippet: 'augment ${1:image} { $0 }', repeats: true },
  skip: { doc: 'Leaves out rows that cannot be read, and says how many.', snippet: 'skip bad rows' },
}

const model: Words = {
  share: { doc: 'A representation that tasks read by one name. The scheme says what it is for each of them.', snippet: 'share ${1:hard} ${2:trunk} = $0', repeats: true },
  task: { doc: 'Predicts the target of the same name.', snippet: 'task ${1:target} = $0', repeats: true },
  let: { doc: 'Names a value.', snippet: 'let ${1:name} = $0', repeats: true },
  select: { doc: 'Trains the groups of tasks that help each other most.', snippet: 'select tasks by affinity(max_groups = ${1:2})' },
}

const task: Words = {
  predict: { doc: 'What the task predicts; its shape is that of the target’s field.', snippet: 'predict $0' },
  loss: { doc: 'What is made small in training. By default that of the target’s field.', snippet: 'loss $0' },
  weight: { doc: 'How much the task’s loss counts, for `balance static`. 1 by default.', snippet: 'weight ${1:1}' },
  metric: { doc: 'What is measured. By default those of the target’s field.', snippet: 'metric $0' },
}

const train: Words = {
  epochs: { doc: 'How often the training part is gone through.', snippet: 'epochs ${1:20}' },
  batch: { doc: 'Samples in a step.', snippet: 'batch ${1:128}' },
  seed: { doc: 'What all randomness of training comes from.', snippet: 'seed ${1:1}' },
  accumulate: { doc: 'Batches whose gradients are averaged before the weights move.', snippet: 'accumulate ${1:4}' },
  optimizer: { doc: 'How a step changes the weights.', snippet: 'optimizer $0' },
  schedule: { doc: 'How the learning rate changes over training.', snippet: 'schedule $0' },
  balance: { doc: 'How the losses of the tasks, or their gradients, are combined.', snippet: 'balance $0' },
  clip: { doc: 'How large the gradients of an update may be.', snippet: 'clip $0' },
  average: { doc: 'Keeps an average of the weights, which takes the place of the last ones.', snippet: 'average $0' },
  rate: { doc: 'What the learning rate is multiplied by for the weights under some paths.', snippet: 'rate ${1:0.1} for $0', repeats: true },
  decay: { doc: 'What weight decay is multiplied by for the weights under some paths.', snippet: 'decay ${1:0} for $0', repeats: true },
  freeze: { doc: 'Weights that stay as they began, batch norm statistics included, by their path.', snippet: 'freeze $0', repeats: true },
  stop: { doc: 'When training ends before its last epoch.', snippet: 'stop $0' },
  init: { doc: 'Weights to start from, instead of random ones.', snippet: 'init from "$0"' },
  select: { doc: 'Trains the groups of tasks that help each other most.', snippet: 'select tasks by affinity(max_groups = ${1:2})' },
}

const compress: Words = {
  for: { doc: 'The machine that the model is for, and so the number types that are fast.', snippet: 'for "${1:node-cpu}"' },
  prune: { doc: 'Takes away what matters least.', snippet: 'prune $0' },
  quantize: { doc: 'Stores and computes in smaller numbers.', snippet: 'quantize $0' },
  factorize: { doc: 'Replaces weights by products of smaller ones.', snippet: 'factorize $0' },
  cluster: { doc: 'Lets weights share a few values.', snippet: 'cluster($0)' },
  distill: { doc: 'Trains the smaller model to agree with a teacher.', snippet: 'distill from ${1:dense}' },
  keep: { doc: 'Weights that no pass touches, by their path.', snippet: 'keep $0', repeats: true },
  budget: { doc: 'What the compressed model has to meet, each line measured on the emitted file.', snippet: 'budget {\n\t$0\n}' },
}

const budget: Words = {
  size: { doc: 'Bytes of the emitted file.', snippet: 'size <= ${1:100 KB}' },
  params: { doc: 'Trainable numbers.', snippet: 'params <= ${1:100k}' },
  macs: { doc: 'Multiply-accumulates for one sample.', snippet: 'macs <= ${1:1M}' },
  memory: { doc: 'Bytes in use while the model runs.', snippet: 'memory <= ${1:1 MB}' },
  latency: { doc: 'Time for one run, measured on this machine.', snippet: 'latency(batch = ${1:1}, threads = ${2:1}) <= ${3:1 ms}' },
}

const body: Words = {
  let: { doc: 'Names a value.', snippet: 'let ${1:name} = $0', repeats: true },
  param: { doc: 'A learnable tensor.', snippet: 'param ${1:name}: f32[$2] = ${3:zeros}', repeats: true },
}

export const words: Readonly<Record<WordPlace, Words>> = { file, data, model, task, train, compress, budget, body }

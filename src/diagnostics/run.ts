/** 6xxx: what goes wrong while a model is trained or files are written. */
import { calmer, extremes } from './calmer.js'
import { define } from './diagnostic.js'

export const lossNotFinite = define<{ task: string; step: number; value: string }>('MTL6001', {
  message: ({ task, step, value }) => `the loss of task \`${task}\` became ${value} at step ${step}`,
  help: ({ task }) => `write ${calmer()}; or ${extremes(task)}`,
  explanation: 'Training stopped because a loss was not a finite number; the last checkpoint is kept.',
})

export const weightsNotFinite = define<{ parameter: string; step: number }>('MTL6002', {
  message: ({ parameter, step }) => `the weights \`${parameter}\` hold values that are not finite after step ${step}`,
  help: () => `write ${calmer()}; or look for extreme values in the data`,
  explanation: 'Weights are looked at before they are saved; these had overflowed, so the checkpoint before them is kept.',
})

export const cannotWrite = define<{ path: string; reason: string }>('MTL6003', {
  message: ({ path, reason }) => `cannot write ${path}: ${reason}`,
  help: () => 'free some space or name another folder; what was there before is as it was',
  explanation: 'A file could not be written. Files are written beside their place and then renamed, so nothing is half done.',
})

export const folderInUse = define<{ folder: string; holder: string; lock: string }>('MTL6004', {
  message: ({ folder, holder }) => `the folder ${folder} is in use by another run (${holder})`,
  help: ({ lock }) => `wait for that run, or name another folder; if there is no such run, delete ${lock}`,
  explanation: 'Two runs into one folder would overwrite each other. A lock left by a process that is gone is taken over.',
})

export const checkpointMismatch = define<{ folder: string; differing: readonly string[] }>('MTL6005', {
  message: ({ folder, differing }) => `the checkpoint in ${folder} was made otherwise: ${differing.join('; ')}`,
  help: () => 'start without `--resume`, or restore what it was made with; to train what it holds further, begin another run with it: `init from "FOLDER"`',
  explanation: 'A run can only be resumed with exactly what it was begun with: program, data, settings, threads, engine and version; otherwise its result would be of neither. A new run into another folder can begin with its weights instead, by `init from` and the folder of the old one.',
})

export const checkpointUnreadable = define<{ path: string; reason: string }>('MTL6006', {
  message: ({ path, reason }) => `cannot read the checkpoint ${path}: ${reason}`,
  help: () => 'start without `--resume`',
  explanation: 'A checkpoint is there, but a file of it is missing, damaged, or of another version of the compiler.',
})

export const noSamples = define<{ data: string; part: string }>('MTL6007', {
  message: ({ data, part }) => `the data set \`${data}\` has no samples in its ${part} part`,
  help: ({ part }) => `name a source for it (\`source ${part} "…"\`), or give it a share in \`split\``,
  explanation: 'A part of the data that is trained on or measured on is empty.',
})

export const readsAhead = define<{ task: string }>('MTL6008', {
  message: ({ task }) => `task \`${task}\` sees pieces of \`${task}.before\` that come after the place that it predicts`,
  help: () => 'use layers that look back alone: attention with `causal = true`, `TransformerDecoder`, `GRU` or `LSTM` from one end, `SequenceConv` with padding "causal"',
  explanation: 'What a text says at a place may be predicted from the pieces before it alone. A layer that looks at all places, such as attention without `causal`, sees the answer while training, learns to copy it, and has nothing to copy once the model is used. Found before training begins, by texts that begin alike and go on otherwise.',
})

export const noTargets = define<{ task: string; data: string }>('MTL6009', {
  message: ({ task, data }) => `no sample in the training part of \`${data}\` has a target for task \`${task}\``,
  help: ({ task }) => `fill the column of \`${task}\`, name another one by \`from "column"\`, or take the task out`,
  explanation: 'A missing target masks its row for the task. Here all are missing in the training part, so that the task would learn nothing and be given out as it began.',
})

export const noTargetsToValidate = define<{ task: string; data: string }>('MTL6010', {
  severity: 'warning',
  message: ({ task, data }) => `no sample in the validation part of \`${data}\` has a target for task \`${task}\`: its metrics are NaN, and the best epoch is chosen without it`,
  help: () => 'give the validation part a larger share in `split`, or a source with such samples',
  explanation: 'Metrics of a task are of the samples that have its target. Where the validation part has none, nothing says how well the task does, and it has no part in what is chosen by metrics.',
})

export const weightsUnreadable = define<{ location: string; reason: string }>('MTL6101', {
  message: ({ location, reason }) => `cannot begin with the weights of ${JSON.stringify(location)}: ${reason}`,
  help: () => 'name a `.safetensors` or `.onnx` file, or the folder that `mtlc train` or `mtlc compile` wrote; paths are relative to the .mtl file',
  explanation: 'The file or folder after `init from` is not there, is damaged, is of another kind, or holds values that are not finite.',
})

export const noWeightsMatch = define<{ location: string; model: string; has: string }>('MTL6102', {
  message: ({ location, model }) => `no weight of \`${model}\` is in ${JSON.stringify(location)} under its name`,
  help: ({ has }) => (has === '' ? 'it holds no weights at all' : `its tensors are ${has}; say in braces behind it which weights begin as which: \`{ trunk from "backbone" }\``),
  explanation: 'Weights are found by their names, or by the names that the braces after `init from` give them. Here none was found, so that nothing would begin with the file.',
})

/** What a file and a model do not share, in words. */
interface Unmatched {
  readonly location: string
  readonly model: string
  readonly taken: number
  readonly all: number
  readonly unmatched: string
}

const takenOf = ({ location, model, taken, all }: Unmatched): string => `${taken} of the ${all} weights of \`${model}\` begin as in ${JSON.stringify(location)}`

export const weightsDiffer = define<Unmatched>('MTL6103', {
  message: (args) => `\`init(strict)\` needs every weight to match, and ${takenOf(args)}`,
  help: ({ unmatched }) => `${unmatched}; without \`strict\`, what does not match begins anew`,
  explanation: 'With `strict`, the file of `init from` must hold every weight of the model (with a mapping: every weight that it speaks of) in its shape, and nothing else.',
})

export const weightsMatched = define<Unmatched>('MTL6104', {
  severity: 'info',
  message: takenOf,
  help: ({ unmatched }) => unmatched,
  explanation: 'Some weights of the model are not in the file of `init from`, or are there in another shape: they begin anew, as those of a new model do, at random, norms with a scale of 1. Some of the file are of no use to the model. `strict` makes this an error.',
})

export const lineMissed = define<{ line: string; part: string; searched: boolean }>('MTL6501', {
  severity: 'warning',
  message: ({ line, part, searched }) =>
    searched
      ? `the budget line \`${line}\` holds on the validation part, by which the model was chosen, but not when the emitted file is measured on the ${part} part`
      : `the budget line \`${line}\` is not met`,
  help: ({ searched }) => (searched ? 'leave a margin in the line, or validate on more samples' : undefined),
  explanation:
    'The search decides by the validation part; the final report is measured on other samples, and a latency at another moment. Both figures stand in report.json. Lines that the search itself could not meet are only emitted on request.',
})

import { InvalidArgumentError, Option } from 'commander'

/** A whole number of at least `least`, or a usage error that says so. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (text.trim() === '' || !Number.isSafeInteger(value) || value < least) {
      throw new InvalidArgumentError(`It must be a whole number, ${least} or more.`)
    }
    return value
  }
}

/** `--set train.epochs=3`, as often as wanted. */
export const setOption = (): Option =>
  new Option('--set <setting>', 'change a setting of the file: train.epochs=3 (repeatable)')
    .argParser((text: string, before: readonly string[]) => {
      if (!/^[^=\s]+=.+$/s.test(text)) throw new InvalidArgumentError('It must be a setting and its value, such as train.epochs=3.')
      return [...before, text]
    })
    .default([], 'none')

export const outputOption = (): Option => new Option('-o, --output <folder>', 'where the files go').makeOptionMandatory()

export const engineNames = ['onnxruntime', 'tfjs'] as const
export type EngineName = (typeof engineNames)[number]

export const engineOption = (): Option =>
  new Option('--engine <name>', 'what trains and evaluates: onnxruntime, or TensorFlow.js, slower, as a second opinion').choices(engineNames).default('onnxruntime')

export const modelOption = (): Option => new Option('--model <name>', 'which model, where the file has several')

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

/** An unset variable of a shell gives an empty text, which would be the current folder. */
export const somePath = (text: string): string => {
  if (text.trim() === '') throw new InvalidArgumentError('It is empty; the current folder is `.`.')
  return text
}

export const outputOption = (): Option => new Option('-o, --output <folder>', 'where the files go').argParser(somePath).makeOptionMandatory()

export const engineNames = ['onnxruntime', 'tfjs'] as const
export type EngineName = (typeof engineNames)[number]

export const engineOption = (): Option =>
  new Option('--engine <name>', 'what trains and evaluates: onnxruntime, or TensorFlow.js, slower, as a second opinion').choices(engineNames).default('onnxruntime')

export const modelOption = (): Option => new Option('--model <name>', 'which model, where the file has several')

const secondsIn: Readonly<Record<string, number>> = { ms: 0.001, s: 1, min: 60, h: 3600 }

/** `30s`, `5min`; in seconds. */
export const checkpointOption = (): Option =>
  new Option('--checkpoint-every <time>', 'how often a checkpoint is written within an epoch: 30s, 5min; 0s is after each step').argParser((text: string) => {
    const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?) ?(ms|s|min|h)$/.exec(text.trim()) ?? []
    const seconds = Number(number) * (secondsIn[unit] ?? Number.NaN)
    if (number === '' || !Number.isFinite(seconds)) throw new InvalidArgumentError('It must be a time with its unit, such as 30s or 5min.')
    return seconds
  }).default(60, '1min')

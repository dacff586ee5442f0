/** A terminal that keeps what is written, one that shows it, and events of a run. */
import { noColors, type Colors } from '../../../src/diagnostics/colors.js'
import type { Terminal } from '../../../src/cli/terminal.js'
import type { Begin, EpochDone, FindingTold, StepDone } from '../../../src/train/progress.js'

interface Options {
  readonly interactive: boolean
  readonly width?: number
  readonly height?: number
  readonly colors?: Colors
}

export function terminal({ interactive, width = 100, height = 24, colors = noColors }: Options) {
  const written: string[] = []
  const screen: Terminal = { out: () => {}, err: (text) => void written.push(text), outColors: noColors, errColors: colors, interactive, width, height, directory: '/' }
  return { screen, written, text: () => written.join('') }
}

/** What a terminal shows of a text: it knows the codes by which the view draws, and fails at others. */
export function shown(text: string): readonly string[] {
  const lines = ['']
  let [row, column] = [0, 0]
  // Codes are written with a sign that no text has in place of the control character.
  for (const [piece, lineUp, character] of text.replaceAll('\u001B[', '⎋').matchAll(/⎋(?:(\d+)A|[KJ])|([^⎋])/gu)) {
    const line = lines[row] ?? ''
    if (lineUp !== undefined) row = Math.max(0, row - Number(lineUp))
    else if (piece === '⎋K') lines[row] = [...line].slice(0, column).join('')
    else if (piece === '⎋J') lines.splice(row, Infinity, [...line].slice(0, column).join(''))
    else if (character === '\r') column = 0
    else if (character === '\n') {
      row += 1
      column = 0
      lines[row] ??= ''
    } else {
      const before = [...line.padEnd(column)]
      before[column] = character ?? ''
      lines[row] = before.join('')
      column += 1
    }
  }
  return lines
}

const accuracy = { name: 'accuracy', direction: 'higher', unit: 'ratio' } as const

export const begin = (given: Partial<Begin> = {}): Begin => ({
  kind: 'begin', stage: 'train', time: 0, step: 0, epoch: 0, model: 'Digits', optimizer: 'adam', schedule: 'cosine', balance: 'uncertainty',
  epochs: 20, stepsPerEpoch: 211, batch: 256, samples: { train: 54_000, validation: 6000 }, seed: 1,
  tasks: ['left', 'right'].map((name) => ({ name, loss: 'cross_entropy', weight: 1, metrics: [accuracy] })),
  ...given,
})

export const step = (given: Partial<StepDone> = {}): StepDone => ({
  kind: 'step', stage: 'train', time: 1000, step: 251, epoch: 2, losses: { left: 0.25, right: 0.5 }, taskWeights: { left: 1, right: 0.75 }, rate: 1e-3,
  samplesPerSecond: 20_796, secondsLeft: 71, ...given,
})

export const epoch = (given: Partial<EpochDone> = {}): EpochDone => ({
  kind: 'epoch', stage: 'train', time: 2000, step: 422, epoch: 2, epochs: 20, seconds: 2.6, losses: { left: 0.25, right: 0.5 }, taskWeights: { left: 1, right: 1 },
  validation: { left: { accuracy: 0.91, macro_f1: 0.9 }, right: { accuracy: 0.88 } }, best: true, ...given,
})

export const warning: FindingTold = {
  kind: 'finding', stage: 'train', time: 3000, step: 500, tasks: ['left'],
  finding: { code: 'MTL6402', severity: 'warning', message: 'task `left` has stopped learning', related: [] },
}

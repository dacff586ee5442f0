import { displayWidth } from '../diagnostics/width.js'
import { formatDuration, formatMetric } from '../report/format.js'
import type { Progress } from '../train/types.js'
import type { Terminal } from './terminal.js'

/** Draws what the pipeline tells: on a terminal one line that moves, and a line for each epoch; else the latter alone. */
export interface ProgressView {
  show(progress: Progress): void
  /** A step of the pipeline, in a few words. */
  note(text: string): void
  /** Takes the moving line away. */
  clear(): void
}

const silent: ProgressView = { show: () => {}, note: () => {}, clear: () => {} }

const numbers = (values: Readonly<Record<string, number>>): string =>
  Object.entries(values)
    .map(([task, value]) => `${task} ${value.toFixed(4)}`)
    .join(', ')

export function progressView(terminal: Terminal, quiet: boolean): ProgressView {
  if (quiet) return silent
  const { errColors: colors, interactive } = terminal
  let drawn = false

  const clear = (): void => {
    if (drawn) terminal.err('\r\u001B[K')
    drawn = false
  }
  const line = (text: string): void => {
    clear()
    terminal.err(`${text}\n`)
  }
  const move = (text: string): void => {
    terminal.err(`\r\u001B[K${cut(text, terminal.width - 1)}`)
    drawn = true
  }

  return {
    clear,
    note: (text) => line(text),
    show(progress) {
      if (progress.kind === 'note') line(colors.dim(`${progress.stage}: ${progress.message}`))
      if (progress.kind === 'step' && interactive) move(stepText(progress))
      if (progress.kind === 'epoch') line(epochText(progress, colors.dim))
    },
  }
}

const stepText = ({ stage, epoch, epochs, step, steps, stepsPerSecond, secondsLeft, losses }: Progress & { kind: 'step' }): string =>
  `${stage}  epoch ${epoch}/${epochs}  step ${step}/${steps}  ${stepsPerSecond.toFixed(1)} steps/s  ${formatDuration(secondsLeft)} left  loss ${numbers(losses)}`

/** Each task's mean loss, and its first metric on the validation part, by which models are chosen. */
function epochText(progress: Progress & { kind: 'epoch' }, dim: (text: string) => string): string {
  const { stage, epoch, epochs, seconds, losses, validation, best } = progress
  const metrics = Object.entries(validation).flatMap(([task, values]) => {
    const [first] = Object.entries(values)
    return first === undefined ? [] : [`${task} ${first[0]} ${formatMetric(...first)}`]
  })
  return [
    `${stage}  epoch ${String(epoch).padStart(String(epochs).length)}/${epochs}`,
    dim(formatDuration(seconds)),
    `loss ${numbers(losses)}`,
    ...(metrics.length === 0 ? [] : [`validation ${metrics.join(', ')}`]),
    ...(best && metrics.length > 0 ? [dim('best')] : []),
  ].join('  ')
}

/** As much of a text as fits into so many columns. */
function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  let kept = ''
  for (const character of text) {
    if (displayWidth(kept + character) >= width) break
    kept += character
  }
  return `${kept}…`
}

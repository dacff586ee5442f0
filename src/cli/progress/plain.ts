/** A line for each epoch, note and warning. */
import type { Colors } from '../../diagnostics/colors.js'
import { formatDuration, formatLoss, formatMetric } from '../../report/format.js'
import type { EpochDone, Progress } from '../../train/progress.js'
import type { Terminal } from '../terminal.js'
import type { ProgressView, Render } from './view.js'

const numbers = (values: Readonly<Record<string, number>>): string =>
  Object.entries(values)
    .map(([task, value]) => `${task} ${formatLoss(value)}`)
    .join(', ')

export function plainView(terminal: Terminal, render: Render): ProgressView {
  const line = (text: string): void => terminal.err(`${text}\n`)
  return {
    clear: () => {},
    note: line,
    show(progress) {
      const text = lineOf(progress, terminal.errColors, render)
      if (text !== undefined) line(text)
    },
  }
}

/** What stays on the screen of an event; undefined for what passes. Errors are told by the command that they end. */
export function lineOf(progress: Progress, { dim }: Colors, render: Render): string | undefined {
  if (progress.kind === 'note') return dim(`${progress.stage}: ${progress.message}`)
  if (progress.kind === 'finding' && progress.finding.severity !== 'error') return render(progress.finding)
  return progress.kind === 'epoch' ? epochText(progress, dim) : undefined
}

/** Each task's mean loss, and its first metric on the validation part, by which models are chosen. */
function epochText({ stage, epoch, epochs, seconds, losses, validation, best }: EpochDone, dim: Colors['dim']): string {
  const metrics = Object.entries(validation).flatMap(([task, values]) => {
    const [first] = Object.entries(values)
    return first === undefined ? [] : [`${task} ${first[0]} ${formatMetric(...first)}`]
  })
  return [
    `${stage}  epoch ${String(epoch).padStart(String(epochs).length)}/${epochs}`,
    dim(formatDuration(seconds)),
    ...(Object.keys(losses).length === 0 ? [] : [`loss ${numbers(losses)}`]),
    ...(metrics.length === 0 ? [] : [`validation ${metrics.join(', ')}`]),
    ...(best && metrics.length > 0 ? [dim('best')] : []),
  ].join('  ')
}

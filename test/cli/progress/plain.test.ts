import { describe, expect, it } from 'vitest'
import { noColors } from '../../src/diagnostics/colors.js'
import { progressView } from '../../src/cli/progress.js'
import type { Progress } from '../../src/train/types.js'

/** A terminal that keeps what is written. */
function terminal(interactive: boolean, width = 120) {
  const written: string[] = []
  const screen = { out: () => {}, err: (text: string) => void written.push(text), outColors: noColors, errColors: noColors, interactive, width, directory: '/' }
  return { screen, text: () => written.join('') }
}

const step: Progress = { kind: 'step', stage: 'train', epoch: 2, epochs: 20, step: 40, steps: 211, stepsPerSecond: 81.234, secondsLeft: 71, losses: { left: 0.25, right: 0.5 } }
const epoch: Progress = {
  kind: 'epoch', stage: 'train', epoch: 2, epochs: 20, seconds: 2.6, losses: { left: 0.25, right: 0.5 }, taskWeights: { left: 1, right: 1 },
  validation: { left: { accuracy: 0.91, macro_f1: 0.9 }, right: { accuracy: 0.88 } }, best: true,
}

describe('progress', () => {
  it('is one moving line on a terminal, which epochs and notes push down', () => {
    const { screen, text } = terminal(true)
    const view = progressView(screen, false)
    view.show(step)
    view.show(epoch)
    expect(text()).toBe(
      '\r\u001B[Ktrain  epoch 2/20  step 40/211  81.2 steps/s  1 min 11 s left  loss left 0.2500, right 0.5000' +
        '\r\u001B[Ktrain  epoch  2/20  3 s  loss left 0.2500, right 0.5000  validation left accuracy 91.00%, right accuracy 88.00%  best\n',
    )
  })

  it('never wraps its line', () => {
    const { screen, text } = terminal(true, 40)
    progressView(screen, false).show(step)
    expect(text()).toBe('\r\u001B[Ktrain  epoch 2/20  step 40/211  81.2 s…')
  })

  it('is a line an epoch elsewhere', () => {
    const { screen, text } = terminal(false)
    const view = progressView(screen, false)
    view.show(step)
    view.show(epoch)
    view.show({ kind: 'note', stage: 'compress', message: 'hello' })
    view.clear()
    expect(text()).toBe(
      'train  epoch  2/20  3 s  loss left 0.2500, right 0.5000  validation left accuracy 91.00%, right accuracy 88.00%  best\ncompress: hello\n',
    )
  })

  it('is nothing where quiet is wanted', () => {
    const { screen, text } = terminal(true)
    const view = progressView(screen, true)
    view.show(step)
    view.note('hello')
    view.clear()
    expect(text()).toBe('')
  })
})

import { describe, expect, it } from 'vitest'
import { progressView } from '../../../src/cli/progress/index.js'
import { epoch, step, terminal, warning } from './screen.js'

const render = (finding: { readonly message: string }): string => `warning: ${finding.message}`

describe('progress, where nobody watches or lines cannot be redrawn', () => {
  it('is a line an epoch, a note, and a warning', () => {
    const { screen, text } = terminal({ interactive: false })
    const view = progressView(screen, false, render)
    view.show(step())
    view.show(epoch())
    view.show(warning)
    view.show({ kind: 'note', stage: 'compress', time: 0, message: 'hello' })
    view.clear()
    expect(text()).toBe(
      'train  epoch  2/20  3 s  loss left 0.2500, right 0.5000  validation left accuracy 91.00%, right accuracy 88.00%  best\n' +
        'warning: task `left` has stopped learning\ncompress: hello\n',
    )
  })

  it('tells the validation of the weights that a run begins with, which no loss is known of', () => {
    const { screen, text } = terminal({ interactive: false })
    progressView(screen, false, render).show(epoch({ epoch: 0, losses: {} }))
    expect(text()).toBe('train  epoch  0/20  3 s  validation left accuracy 91.00%, right accuracy 88.00%  best\n')
  })

  it('leaves an error to the command that it ends', () => {
    const { screen, text } = terminal({ interactive: false })
    progressView(screen, false, render).show({ ...warning, finding: { ...warning.finding, severity: 'error' } })
    expect(text()).toBe('')
  })

  it.each([true, false])('is nothing where quiet is wanted (interactive: %s)', (interactive) => {
    const { screen, text } = terminal({ interactive })
    const view = progressView(screen, true, render)
    for (const event of [step(), epoch(), warning]) view.show(event)
    view.note('hello')
    view.clear()
    expect(text()).toBe('')
  })
})

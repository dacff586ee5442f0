import pc from 'picocolors'
import { describe, expect, it } from 'vitest'
import { progressView } from '../../../src/cli/progress/index.js'
import { displayWidth } from '../../../src/diagnostics/width.js'
import { begin, epoch, shown, step, terminal, warning } from './screen.js'

const render = (finding: { readonly message: string }): string => `warning: ${finding.message}`
const live = (options: { width?: number; height?: number; colors?: typeof pc } = {}) => {
  const { screen, written, text } = terminal({ interactive: true, ...options })
  return { view: progressView(screen, false, render), written, lines: () => shown(text()) }
}

describe('the live view', () => {
  it('shows how far the run is, and each task with its curve, weight, last metric and best', () => {
    const { view, lines } = live()
    view.show(begin())
    for (let index = 0; index < 8; index++) view.show(step({ step: 204 + index, epoch: 1, time: 100 * index, losses: { left: 2 / (index + 1), right: 1 - index / 10 } }))
    view.show(epoch({ step: 211, epoch: 1 }))
    view.show(epoch({ step: 422, validation: { left: { accuracy: 0.9 }, right: { accuracy: 0.93 } }, best: false }))
    view.show(step({ time: 5000 }))
    expect(lines()).toEqual([
      'train  epoch  1/20  3 s  loss left 0.2500, right 0.5000  validation left accuracy 91.00%, right accuracy 88.00%  best',
      'train  epoch  2/20  3 s  loss left 0.2500, right 0.5000  validation left accuracy 90.00%, right accuracy 93.00%',
      'train  epoch 2/20  ━━────────────────────────────    5%  1 min 11 s left  20,796 samples/s',
      '  left   loss 1.473   █▄▃▂▂▁▁▁▁   weight 1.000   accuracy 90.00%  best 91.00% in epoch 1',
      '  right  loss 0.8545  █▇▆▅▄▃▂▁▃   weight 0.7500  accuracy 93.00%  best 93.00% in epoch 2',
    ])
  })

  it('draws over its last frame by one write, at most ten times a second, and at each epoch', () => {
    const { view, written } = live()
    view.show(begin())
    for (let time = 0; time < 1000; time += 10) view.show(step({ time }))
    expect(written).toHaveLength(10)
    expect(written[1]?.startsWith('\r\u001B[2Atrain ')).toBe(true)
    expect(written.join('')).not.toContain('\u001B[J')
    view.show(epoch({ time: 1001 }))
    expect(written).toHaveLength(11)
  })

  it('keeps what is printed above it, and leaves nothing when it ends or is cleared', () => {
    const { view, lines } = live()
    view.show(begin())
    view.show(step())
    view.show(warning)
    view.note('a note')
    view.show(step({ time: 4000 }))
    expect(lines().slice(0, 3)).toEqual(['warning: task `left` has stopped learning', 'a note', expect.stringMatching(/^train/)])
    view.clear()
    expect(lines()).toEqual(['warning: task `left` has stopped learning', 'a note', ''])
    view.show(step({ time: 5000 }))
    view.show({ kind: 'end', stage: 'train', time: 5001, step: 500, epochs: 20, bestEpoch: 2, validation: {}, interrupted: false })
    expect(lines()).toEqual(['warning: task `left` has stopped learning', 'a note', ''])
  })

  it.each([20, 30, 45, 60, 80, 100, 200])('never is wider than a screen of %i columns', (width) => {
    const { view, lines } = live({ width })
    view.show(begin({ tasks: begin().tasks.map((task) => ({ ...task, name: `${task.name}_with_a_long_name` })) }))
    view.show(step({ losses: { left_with_a_long_name: 1e-12, right_with_a_long_name: 1e12 } }))
    expect(lines()).toHaveLength(3)
    for (const line of lines()) expect(displayWidth(line)).toBeLessThan(width)
  })

  it('never is higher than the screen', () => {
    const names = Array.from({ length: 12 }, (_, index) => `task_${index}`)
    const { view, lines } = live({ height: 6 })
    view.show(begin({ tasks: names.map((name) => ({ name, loss: 'mse', weight: 1, metrics: [] })) }))
    view.show(step({ losses: Object.fromEntries(names.map((name) => [name, 1])) }))
    expect(lines()).toHaveLength(5)
    expect(lines().at(-1)).toBe('  and 9 tasks more')
  })

  it('knows the best of a run that goes on', () => {
    const { view, lines } = live()
    view.show(begin({ step: 422, epoch: 2, best: { epoch: 1, validation: { left: { accuracy: 0.95 } } } }))
    view.show(step({ step: 423, epoch: 3 }))
    expect(lines()[1]).toMatch(/best 95\.00% in epoch 1$/)
  })

  it('has colours only where they are wanted', () => {
    const coloured = live({ colors: pc.createColors(true) as typeof pc })
    coloured.view.show(begin())
    coloured.view.show(step())
    expect(coloured.written.join('')).toContain('\u001B[32m')
    const plain = live()
    plain.view.show(begin())
    plain.view.show(step())
    expect(plain.written.join('').replaceAll('\u001B[K', '')).not.toContain('\u001B[')
  })
})

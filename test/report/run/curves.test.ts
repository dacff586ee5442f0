import { describe, expect, it } from 'vitest'
import { remembered, type History } from '../../../src/report/run/curves/history.js'
import { panels } from '../../../src/report/run/curves/panels.js'
import { curvesSvg } from '../../../src/report/run/curves/svg.js'
import type { Progress } from '../../../src/train/progress.js'
import { about, told } from './told.js'

function history(events: readonly Progress[]): History {
  const made = events.reduce<History | undefined>(remembered, undefined)
  if (made === undefined) throw new Error('the run has not begun')
  return made
}

const titles = (events: readonly Progress[]) => panels(history(events)).map(({ title, lines }) => [title, lines.map(({ name }) => name)])

describe('curves', () => {
  it('are these bytes (after a wanted change: npx vitest run -u)', async () => {
    await expect(curvesSvg(history(told()))).toMatchFileSnapshot('curves.svg')
  })

  it('say in words what they show', () => {
    const svg = curvesSvg(history(told()))
    expect(svg).toContain('role="img" aria-labelledby="curves-title curves-description"')
    expect(svg).toContain('<title id="curves-title">Houses: how training went</title>')
    expect(svg).toContain(
      'After 4 of 4 epochs, the best was epoch 3. training loss, log scale: price 2.5, kind 0.5. mae on the validation part: price 2.5. ' +
        'accuracy on the validation part: kind 80.00%. task weights, as applied, log scale: price 0.05, kind 2. learning rate: 0.0000476. gradient norm: 0.15.',
    )
  })

  it('have a panel for each metric, with the tasks that have it, and none for what was not told', () => {
    expect(titles(told())).toEqual([
      ['training loss, log scale', ['price', 'kind']],
      ['mae on the validation part', ['price']],
      ['accuracy on the validation part', ['kind']],
      ['task weights, as applied, log scale', ['price', 'kind']],
      ['learning rate', ['']],
      ['gradient norm', ['']],
    ])
    expect(titles([about])).toEqual([])
    const withoutNorm = told().map((event) => (event.kind === 'step' ? { ...event, gradientNorm: Number.NaN } : event))
    expect(titles(withoutNorm).map(([title]) => title)).not.toContain('gradient norm')
  })

  it('leave a gap where a metric was not measured', () => {
    const [, , accuracy] = panels(history(told()))
    expect(accuracy?.lines[0]?.points).toEqual([[1, Number.NaN], [2, 0.7], [3, 0.75], [4, 0.8]])
  })

  it('keep a colour for each task, and dashes where there are more tasks than colours', () => {
    const names = Array.from({ length: 9 }, (_, index) => `task<${index}>`)
    const many: readonly Progress[] = [
      { ...about, tasks: names.map((name) => ({ name, loss: 'mse', weight: 1, metrics: [] })) },
      { kind: 'step', stage: 'train', time: 0, step: 1, epoch: 1, losses: Object.fromEntries(names.map((name, index) => [name, index + 1])), taskWeights: {}, rate: 1e-3, samplesPerSecond: 1, secondsLeft: 1 },
    ]
    const svg = curvesSvg(history(many))
    expect(svg).toContain('.t7{stroke-dasharray:6 3}')
    // In the legend, and as a point: a line of one point would not be seen.
    expect(svg.match(/<\w+ class="line t8"/g)).toEqual(['<path class="line t8"', '<circle class="line t8"'])
    expect(svg).toContain('task&lt;0&gt;')
    expect(svg).not.toContain('task<')
  })

  it('are no larger for a run of many steps', () => {
    const long = history([
      { ...about, epochs: 1, stepsPerEpoch: 10_000 },
      ...Array.from({ length: 10_000 }, (_, index): Progress => ({ kind: 'step', stage: 'train', time: 0, step: index + 1, epoch: 1, losses: { price: 1 / (index + 1) }, taskWeights: { price: 1 }, rate: 1e-3, samplesPerSecond: 1, secondsLeft: 1 })),
    ])
    expect(curvesSvg(long).length).toBeLessThan(40_000)
    expect(panels(long)[0]?.lines[0]?.points.at(-1)?.[0]).toBeCloseTo(1, 1)
  })
})

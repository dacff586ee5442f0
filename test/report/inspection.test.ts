import { describe, expect, it } from 'vitest'
import { lowerModel } from '../../src/lower/model.js'
import { inspection, inspectionText } from '../../src/report/inspection.js'
import { lenet } from '../lower/models.js'

const of = (scheme: 'hard' | 'none') => inspection(lenet(scheme), lowerModel(lenet(scheme), new Map()))

const renamed = <T>(value: T): T => JSON.parse(JSON.stringify(value).replaceAll('trunk', 'normalize')) as T

describe('the inspection of a model', () => {
  it('keeps what is shared and each head apart', () => {
    const { sections, total } = of('hard')
    expect(sections.map(({ name, kind }) => [name, kind])).toEqual([
      ['normalize', 'input'],
      ['trunk', 'shared'],
      ['left', 'task'],
      ['right', 'task'],
    ])
    // 6 filters of 5 × 5 over 12 × 12 places; 4 bytes a weight.
    expect(sections[1]?.layers[0]).toEqual({ name: 'trunk.conv1', ops: ['conv'], output: 'f32[6, 12, 12]', params: 156, macs: 25 * 6 * 144, bytes: 624 })
    expect(sections[2]?.total).toEqual({ params: 170, macs: 160, bytes: 680 })
    expect(total.params).toBe(sections.reduce((sum, section) => sum + section.total.params, 0))
  })

  it('keeps normalisation apart from a share of that name', () => {
    const { shares, tasks, ...rest } = lenet('hard')
    const model = { ...rest, shares: renamed(shares), tasks: renamed(tasks) }
    expect(inspection(model, lowerModel(model, new Map())).sections.map(({ name, kind }) => [name, kind])).toEqual([
      ['normalize', 'input'],
      ['normalize', 'shared'],
      ['left', 'task'],
      ['right', 'task'],
    ])
  })

  it('shows copies of a task as its own', () => {
    const [hard, none] = [of('hard'), of('none')]
    expect(none.sections.filter(({ name }) => name.startsWith('trunk')).map(({ name, kind }) => [name, kind])).toEqual([
      ['trunk@left', 'task'],
      ['trunk@right', 'task'],
    ])
    expect(none.total.params).toBeGreaterThan(hard.total.params)
  })

  it('shows layers below what their paths share, in one row where there is but one way on', () => {
    const total = { params: 1, macs: 1, bytes: 4 }
    const layers = ['net.stage.conv', 'net.stage.relu', 'net.next.0.conv', 'pool', 'head', 'head.mul'].map((path) => ({ name: `trunk.${path}`, ops: [], output: 'f32[2]', ...total }))
    const text = inspectionText({ model: 'Digits', sections: [{ name: 'trunk', kind: 'shared', layers, total }], total })
    expect(text.split('\n').slice(3, -1).map((line) => /^ *\S+( \(\w+\))?/.exec(line)?.[0])).toEqual([
      'trunk (shared)',
      '  net',
      '    stage',
      '      conv',
      '      relu',
      '    next.0.conv',
      '  pool',
      '  head',
      '    mul',
    ])
    expect(text).toMatch(/^ {2}head +f32\[2\] +1 +1 +4 B$/m)
  })

  it('is an aligned table', () => {
    const lines = inspectionText(of('hard')).split('\n')
    expect(lines[0]).toBe('Digits')
    expect(lines[2]).toMatch(/^layer +output +params +MACs +bytes$/)
    expect(lines.at(-1)).toMatch(/^total +[\d,]+ +[\d,]+ +[\d.]+ KB$/)
    expect(new Set(lines.slice(2).map((line) => line.length)).size).toBe(1)
  })
})

/**
 * What the checker's tables say of methods is what the later stages carry out: the checker cannot import those, so that
 * both keep a list, and this holds them against each other.
 */
import { describe, expect, test } from 'vitest'
import { balances as checkedBalances } from '../../src/check/methods/balances.js'
import { defaultLoss, losses as checkedLosses } from '../../src/check/methods/losses.js'
import { defaultMetrics, metrics as checkedMetrics } from '../../src/check/methods/metrics.js'
import type { Methods } from '../../src/check/methods/method.js'
import { optimizers as checkedOptimizers } from '../../src/check/methods/optimizers.js'
import { passes } from '../../src/check/methods/passes.js'
import { schedules as checkedSchedules } from '../../src/check/methods/schedules.js'
import { schemes as checkedSchemes } from '../../src/check/methods/schemes.js'
import { balances } from '../../src/balance/index.js'
import { calibrators } from '../../src/compress/calibrators/index.js'
import { importances } from '../../src/compress/importance/index.js'
import { losses } from '../../src/lower/losses/index.js'
import { schemes } from '../../src/lower/sharing/index.js'
import { metrics } from '../../src/train/metrics/index.js'
import { optimizers } from '../../src/train/optimizers/index.js'
import { schedules } from '../../src/train/schedules/index.js'

/** Targets that later stages know. */
const kinds = ['label', 'number', 'vector', 'labels', 'mask', 'boxes', 'keypoints', 'tags', 'text'] as const
const isCarriedOut = (kind: string): boolean => kinds.some((each) => each === kind)

const implemented = (table: Methods): readonly string[] => [...table].flatMap(([name, spec]) => (spec.implemented ? [name] : [])).toSorted()

const tables: readonly (readonly [kind: string, checked: Methods, carriedOut: ReadonlyMap<string, unknown>])[] = [
  ['losses', checkedLosses, losses],
  ['metrics', checkedMetrics, metrics],
  ['sharing schemes', checkedSchemes, schemes],
  ['balances', checkedBalances, balances],
  ['optimizers', checkedOptimizers, optimizers],
  ['schedules', checkedSchedules, schedules],
]

/** The words that a parameter of a pass takes. */
const words = (pass: string, method: string, parameter: string): readonly string[] => {
  const type = passes.get(pass)?.get(method)?.parameters[parameter]?.type
  return Array.isArray(type) ? type.map(String).toSorted() : []
}

describe('the tables of methods', () => {
  test.each(tables)('have all %s that are carried out, and call no other implemented', (_kind, checked, carriedOut) => {
    expect(implemented(checked)).toEqual([...carriedOut.keys()].toSorted())
  })

  test.each([...losses])('the loss %s fits the targets that it is defined for', (name, { targets }) => {
    expect(checkedLosses.get(name)?.fits.filter(isCarriedOut).toSorted()).toEqual(targets.toSorted())
  })

  test.each([...metrics])('the metric %s fits its targets, and is better on the same side', (name, { targets, direction, unit }) => {
    const checked = checkedMetrics.get(name)
    expect(checked?.fits.filter(isCarriedOut).toSorted()).toEqual(targets.toSorted())
    expect([checked?.better, checked?.scale]).toEqual([direction === 'higher' ? 'more' : 'less', unit])
  })

  test.each([...balances])('the balance %s takes the parameters that it knows', (name, { parameters }) => {
    expect(Object.keys(checkedBalances.get(name)?.parameters ?? {}).toSorted()).toEqual(parameters.toSorted())
  })

  test('the defaults of a target fit it', () => {
    for (const [kind, loss] of Object.entries(defaultLoss)) expect(checkedLosses.get(loss)?.fits).toContain(kind)
    for (const [kind, names] of Object.entries(defaultMetrics)) for (const name of names) expect(checkedMetrics.get(name)?.fits).toContain(kind)
    for (const kind of kinds) {
      expect(losses.get(defaultLoss[kind])?.targets).toContain(kind)
      for (const name of defaultMetrics[kind]) expect(metrics.get(name)?.targets).toContain(kind)
    }
  })

  test('the passes take the words of what ranks channels and measures ranges', () => {
    expect(words('prune', 'channels', 'importance')).toEqual([...importances.keys()].toSorted())
    expect(words('quantize', 'int8', 'calibration')).toEqual([...calibrators.keys()].toSorted())
  })
})

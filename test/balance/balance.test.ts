import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Balance, BalanceParameters, BalanceState, BalanceTask, Observed } from '../../src/balance/balance.js'
import { balanceNamed, balances } from '../../src/balance/index.js'
import { balances as declared } from '../../src/check/methods/balances.js'

const tasks: readonly BalanceTask[] = [
  { name: 'kind', weight: 1, kind: 'classification' },
  { name: 'price', weight: 1, kind: 'regression' },
]

/** What a method is given where a file says nothing: each of its parameters has a default. */
const defaultsOf = (balance: Balance): BalanceParameters =>
  Object.fromEntries(balance.parameters.map((name) => [name, Number(declared.get(balance.name)?.parameters[name]?.default)]))

/** The weights of each step, given what each step measured. */
function run(balance: Balance, of: readonly BalanceTask[], steps: readonly Observed[], parameters = defaultsOf(balance)) {
  let state: BalanceState = balance.init(of, parameters)
  const weights = [balance.weights(of, state, parameters)]
  for (const observed of steps) {
    // A checkpoint holds the state as JSON.
    state = JSON.parse(JSON.stringify(balance.update(of, state, observed, parameters))) as BalanceState
    weights.push(balance.weights(of, state, parameters))
  }
  return { state, weights }
}

describe('equal', () => {
  test('gives every task 1, whatever it declares', () => {
    const { weights } = run(balanceNamed('equal'), [{ name: 'a', weight: 3, kind: 'regression' }], [{ losses: [7] }])
    expect(weights).toEqual([[1], [1]])
  })
})

describe('static', () => {
  test('gives every task its declared weight', () => {
    const weighted = tasks.map((task, index) => ({ ...task, weight: index + 0.5 }))
    expect(run(balanceNamed('static'), weighted, [{ losses: [7, 1] }]).weights).toEqual([[0.5, 1.5], [0.5, 1.5]])
  })
})

describe('uncertainty', () => {
  const uncertainty = balanceNamed('uncertainty')

  test('starts at σ² = 1: a classification counts once, a regression by half', () => {
    expect(run(uncertainty, tasks, []).weights).toEqual([[1, 0.5]])
  })

  test('the first step moves each log variance by the rate, towards its loss', () => {
    // Adam’s first step is lr · sign(gradient); the gradients are ½ − 2 < 0 and ½ − ½ · 0.1 > 0.
    const { state } = run(uncertainty, tasks, [{ losses: [2, 0.1] }])
    expect(state['s']?.[0]).toBeCloseTo(0.025, 8)
    expect(state['s']?.[1]).toBeCloseTo(-0.025, 8)
  })

  test('three steps agree with an independent computation', () => {
    const { state } = run(uncertainty, tasks, [{ losses: [2, 0.1] }, { losses: [1.5, 0.4] }, { losses: [0.2, 3] }])
    const expected = reference([[2, 1.5, 0.2], [0.1, 0.4, 3]])
    for (const [index, s] of expected.entries()) expect(state['s']?.[index]).toBeCloseTo(s, 12)
  })

  test('with constant losses it comes to rest where the derivative is zero: σ² = 2cL', () => {
    const steps = Array.from({ length: 4000 }, () => ({ losses: [2, 0.3] }))
    const { state } = run(uncertainty, tasks, steps)
    expect(Math.exp(state['s']?.[0] ?? 0)).toBeCloseTo(4, 2)
    expect(Math.exp(state['s']?.[1] ?? 0)).toBeCloseTo(0.3, 2)
  })

  test('a declared weight multiplies what is found and leaves the search alone', () => {
    const heavy = tasks.map((task) => ({ ...task, weight: 3 }))
    const steps = [{ losses: [2, 0.1] }, { losses: [1, 0.2] }]
    const [light, weighted] = [run(uncertainty, tasks, steps), run(uncertainty, heavy, steps)]
    expect(weighted.state).toEqual(light.state)
    expect(weighted.weights.at(-1)?.[0]).toBeCloseTo(3 * (light.weights.at(-1)?.[0] ?? 0), 12)
  })

  test('a task without targets in the batch keeps its variance and its moments', () => {
    const before = run(uncertainty, tasks, [{ losses: [2, 0.1] }]).state
    const after = run(uncertainty, tasks, [{ losses: [2, 0.1] }, { losses: [0, 0.5], present: [false, true] }]).state
    for (const key of ['s', 'm', 'v', 'steps']) {
      expect(after[key]?.[0]).toBe(before[key]?.[0])
      expect(after[key]?.[1]).not.toBe(before[key]?.[1])
    }
  })
})

describe('every method', () => {
  test.each([...balances.values()])('$name has the parameters that files can give', ({ name, parameters }) => {
    expect([...parameters]).toEqual(Object.keys(declared.get(name)?.parameters ?? {}))
  })


  const loss = fc.double({ min: 0.01, max: 100, noNaN: true })
  const history = fc.array(fc.array(loss, { minLength: 3, maxLength: 3 }), { maxLength: 10 })
  const three: readonly BalanceTask[] = [
    { name: 'a', weight: 1, kind: 'classification' },
    { name: 'b', weight: 2, kind: 'regression' },
    { name: 'c', weight: 0.5, kind: 'classification' },
  ]

  test.each([...balances.values()])('$name does not depend on the order of the tasks', (balance) => {
    fc.assert(
      fc.property(history, fc.constantFrom([0, 1, 2], [2, 0, 1], [1, 0, 2]), (steps, order) => {
        const pick = <T>(values: readonly T[]) => order.flatMap((index) => values.slice(index, index + 1))
        const straight = run(balance, three, steps.map((losses) => ({ losses }))).weights.at(-1) ?? []
        const permuted = run(balance, pick(three), steps.map((losses) => ({ losses: pick(losses) }))).weights.at(-1)
        expect(permuted).toEqual(pick(straight))
      }),
      { seed: 1, numRuns: 50 },
    )
  })

  test.each([...balances.values()])('$name gives positive, finite weights for positive losses', (balance) => {
    fc.assert(
      fc.property(history, (steps) => {
        for (const weights of run(balance, three, steps.map((losses) => ({ losses }))).weights) {
          expect(weights.every((weight) => weight > 0 && Number.isFinite(weight))).toBe(true)
        }
      }),
      { seed: 2, numRuns: 50 },
    )
  })

  test.each([...balances.values()])('$name leaves the state that it was given as it was', (balance) => {
    const state = balance.init(three, defaultsOf(balance))
    const before = structuredClone(state)
    balance.update(three, state, { losses: [1, 2, 3] }, defaultsOf(balance))
    expect(state).toEqual(before)
  })
})

/** Adam on s for c·e^{−s}·L + ½s with c = 1 and ½, written for this test in PyTorch’s order of operations. */
function reference(losses: readonly (readonly number[])[]): readonly number[] {
  return losses.map((history, task) => {
    let [s, average, square] = [0, 0, 0]
    for (const [step, loss] of history.entries()) {
      const slope = -(task === 0 ? 1 : 0.5) * loss * Math.exp(-s) + 0.5
      average += (slope - average) * 0.1
      square = square * 0.999 + slope * slope * 0.001
      const denominator = Math.sqrt(square) / Math.sqrt(1 - 0.999 ** (step + 1)) + 1e-8
      s -= (0.025 / (1 - 0.9 ** (step + 1))) * (average / denominator)
    }
    return s
  })
}

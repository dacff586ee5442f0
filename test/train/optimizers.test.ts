import { describe, expect, test } from 'vitest'
import type { StaticValue } from '../../src/check/typed.js'
import { GraphBuilder } from '../../src/ir/builder.js'
import type { ValueId } from '../../src/ir/graph.js'
import { optimizerNamed } from '../../src/train/optimizers/index.js'
import { f32, scalar, zeros } from '../../src/types/tensor.js'
import { method } from '../lower/build.js'
import { engine } from './problems.js'

const start = [1, -2, 0.5, 3]
const slope = [0.1, -0.4, 0.3, 0.05]
const rate = 0.1

/** The weights after three steps on gradients g, −g and 3g. */
async function threeSteps(name: string, given: Record<string, StaticValue>, decays = true): Promise<readonly number[]> {
  const chosen = method(name, given)
  const optimizer = optimizerNamed(name)
  const type = { dtype: 'f32' as const, shape: [2, 2] }
  const builder = new GraphBuilder('update')
  const parameter = builder.parameter('w', type, { kind: 'constant', value: 0 })
  const gradient = builder.input('gradient', type)
  const inputs = (names: readonly string[], shape: readonly number[]): Record<string, ValueId> =>
    Object.fromEntries(names.map((input) => [input, builder.input(input, { dtype: 'f32', shape })]))
  const update = optimizer.update({
    writer: builder,
    method: chosen,
    parameter,
    gradient,
    slots: inputs(optimizer.slots(chosen), [2, 2]),
    scalars: inputs(Object.keys(optimizer.scalars(chosen, 1, rate)), []),
    decays,
  })
  builder.output('next:w', update.parameter)
  for (const [slot, value] of Object.entries(update.slots)) builder.output(`next:${slot}`, value)

  const running = await engine()
  const session = await running.load({
    graph: builder.build(),
    weights: new Map(),
    state: [
      { input: 'w', output: 'next:w', initial: f32([2, 2], start) },
      ...optimizer.slots(chosen).map((slot) => ({ input: slot, output: `next:${slot}`, initial: zeros('f32', [2, 2]) })),
    ],
  })
  for (const [index, factor] of [1, -1, 3].entries()) {
    const scalars = Object.entries(optimizer.scalars(chosen, index + 1, rate)).map(([input, value]) => [input, scalar(value)] as const)
    await session.run({ gradient: f32([2, 2], slope.map((value) => value * factor)), ...Object.fromEntries(scalars) })
  }
  const weights = Array.from((await session.read())['w']?.data ?? [], Number)
  await running.close()
  return weights
}

/**
 * The expected weights were printed by PyTorch 2.15, torch.optim.* on the same weights and gradients:
 * `p.grad = g * k; o.step()` for k in 1, −1, 3.
 */
describe('three steps agree with PyTorch', () => {
  test.each([
    ['sgd', { momentum: 0 }, [0.969999969, -1.88, 0.409999996, 2.9849999]],
    ['sgd', { momentum: 0.9 }, [0.961899996, -1.84759998, 0.385699987, 2.98094988]],
    ['sgd', { momentum: 0.9, nesterov: true, weight_decay: 0.01 }, [0.927741706, -1.72703707, 0.303312868, 2.94378304]],
    ['adam', {}, [0.84920609, -1.84920621, 0.34920615, 2.84920621]],
    ['adam', { beta1: 0.8, beta2: 0.95, eps: 1e-3 }, [0.852622807, -1.85173631, 0.3518354, 2.85378695]],
    ['adamw', { weight_decay: 0.05 }, [0.835252166, -1.82032716, 0.342714787, 2.80540204]],
  ] as const)('%s %j', async (name, given, expected) => {
    const weights = await threeSteps(name, given)
    for (const [index, value] of expected.entries()) expect(weights[index]).toBeCloseTo(value, 6)
  })
})

describe('weight decay', () => {
  test.each(['sgd', 'adamw'])('%s leaves biases and other vectors alone', async (name) => {
    const plain = await threeSteps(name === 'sgd' ? 'sgd' : 'adam', {})
    expect(await threeSteps(name, { weight_decay: 0.3 }, false)).toEqual(plain)
    expect(await threeSteps(name, { weight_decay: 0.3 }, true)).not.toEqual(plain)
  })
})

test('a default is the checker’s to fill: an argument that is not there is a bug', () => {
  const bare = { ...method('sgd'), arguments: {} }
  expect(() => optimizerNamed('sgd').slots(bare)).toThrow('the method sgd lacks its argument momentum')
})

test('without momentum, sgd keeps no state', () => {
  expect(optimizerNamed('sgd').slots(method('sgd', { momentum: 0 }))).toEqual([])
  expect(optimizerNamed('sgd').slots(method('sgd', { momentum: 0.9 }))).toEqual(['velocity'])
})

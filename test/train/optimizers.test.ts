import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { StaticValue } from '../../src/check/typed.js'
import { GraphBuilder } from '../../src/ir/builder.js'
import type { ValueId } from '../../src/ir/graph.js'
import { optimizerNamed, optimizers } from '../../src/train/optimizers/index.js'
import { f32, scalar, zeros } from '../../src/types/tensor.js'
import { method } from '../lower/build.js'
import { engine } from './problems.js'

const start = [1, -2, 0.5, 3]
const slope = [0.1, -0.4, 0.3, 0.05]
const rate = 0.1

interface Way {
  readonly shape?: readonly number[]
  readonly from?: readonly number[]
  readonly rate?: (step: number) => number
}

/** The weights after steps on the gradients that `slopeAt` gives, of the weights as they stand before each. */
async function steps(
  name: string, given: Record<string, StaticValue>, count: number, slopeAt: (step: number, weights: readonly number[]) => readonly number[], way: Way = {},
): Promise<readonly number[]> {
  const { shape = [2, 2], from = start } = way
  const chosen = method(name, given)
  const optimizer = optimizerNamed(name)
  const slots = Object.entries(optimizer.slots(chosen, shape))
  const builder = new GraphBuilder('update')
  const parameter = builder.parameter('w', { dtype: 'f32', shape }, { kind: 'constant', value: 0 })
  const gradient = builder.input('gradient', { dtype: 'f32', shape })
  const input = (called: string, of: readonly number[]): readonly [string, ValueId] => [called, builder.input(called, { dtype: 'f32', shape: of })]
  const update = optimizer.update({
    writer: builder,
    method: chosen,
    parameter,
    gradient,
    slots: Object.fromEntries(slots.map(([slot, of]) => input(slot, of))),
    scalars: Object.fromEntries(Object.keys(optimizer.scalars(chosen, 1, rate)).map((called) => input(called, []))),
  })
  builder.output('next:w', update.parameter)
  for (const [slot, value] of Object.entries(update.slots)) builder.output(`next:${slot}`, value)

  const running = await engine()
  const session = await running.load({
    graph: builder.build(),
    weights: new Map(),
    state: [
      { input: 'w', output: 'next:w', initial: f32(shape, from) },
      ...slots.map(([slot, of]) => ({ input: slot, output: `next:${slot}`, initial: zeros('f32', of) })),
    ],
  })
  const weights = async () => Array.from((await session.read())['w']?.data ?? [], Number)
  for (let step = 0; step < count; step++) {
    const scalars = Object.entries(optimizer.scalars(chosen, step + 1, way.rate?.(step) ?? rate)).map(([called, value]) => [called, scalar(value)] as const)
    await session.run({ gradient: f32(shape, slopeAt(step, await weights())), ...Object.fromEntries(scalars) })
  }
  const after = await weights()
  await running.close()
  return after
}

const factors = [1, -1, 3]
/** On gradients g, −g and 3g. */
const threeSteps = (name: string, given: Record<string, StaticValue>, way: Way = {}) =>
  steps(name, given, 3, (step) => slope.map((value) => value * (factors[step] ?? 0)), way)

const close = (weights: readonly number[], expected: readonly number[], digits = 6) => {
  for (const [index, value] of expected.entries()) expect(weights[index]).toBeCloseTo(value, digits)
}

/**
 * The expected weights were printed by PyTorch 2.15, torch.optim.* on the same weights and gradients:
 * `p.grad = g * k; o.step()` for k in 1, −1, 3; Adafactor with eps = (1e-15, floor), beta2_decay = −decay and d = clip.
 */
describe('three steps agree with PyTorch', () => {
  test.each([
    ['sgd', { momentum: 0 }, [0.969999969, -1.88, 0.409999996, 2.9849999]],
    ['sgd', { momentum: 0.9 }, [0.961899996, -1.84759998, 0.385699987, 2.98094988]],
    ['sgd', { momentum: 0.9, nesterov: true, weight_decay: 0.01 }, [0.927741706, -1.72703707, 0.303312868, 2.94378304]],
    ['adam', {}, [0.84920609, -1.84920621, 0.34920615, 2.84920621]],
    ['adam', { beta1: 0.8, beta2: 0.95, eps: 1e-3 }, [0.852622807, -1.85173631, 0.3518354, 2.85378695]],
    ['adamw', { weight_decay: 0.05 }, [0.835252166, -1.82032716, 0.342714787, 2.80540204]],
    ['adafactor', {}, [0.924760818, -1.76391017, 0.194001779, 2.95999264]],
    ['adafactor', { decay: 0.6, clip: 1.2, floor: 0.5, weight_decay: 0.05 }, [0.896178424, -1.6912055, 0.130995124, 2.90795541]],
  ] as const)('%s %j', async (name, given, expected) => close(await threeSteps(name, given), expected))

  test('adafactor of a vector, whose squares are kept whole', async () =>
    close(await threeSteps('adafactor', {}, { shape: [4] }), [0.796645402, -1.7966454, 0.296645432, 2.7966454]))
})

/** The expected weights were printed by a few lines of NumPy, in double precision, that follow the papers' algorithms line by line. */
describe('three steps agree with the papers', () => {
  test.each([
    ['lion', {}, [0.9, -1.9, 0.4, 2.9]],
    ['lion', { beta1: 0.5, beta2: 0.6, weight_decay: 0.05 }, [0.885572375, -1.87064725, 0.3930349375, 2.855722125]],
    ['lamb', { weight_decay: 0 }, [0.7966455948, -1.7966447414, 0.2966448362, 2.7966467328]],
    ['lamb', { beta1: 0.8, beta2: 0.95, eps: 1e-3, weight_decay: 0.05 }, [0.8434264844, -1.6853142341, 0.423284015, 2.5252968233]],
  ] as const)('%s %j', async (name, given, expected) => close(await threeSteps(name, given), expected))

  test('lamb leaves a vector its plain step', async () =>
    close(await threeSteps('lamb', { weight_decay: 0 }, { shape: [4] }), [0.8492073775, -1.8492064475, 0.3492065509, 2.8492086175]))
})

describe('every optimiser', () => {
  test.each([...optimizers.keys()])('%s finds the bottom of a bowl', async (name) => {
    const bottom = [0.5, -1, 1.5, 0.25]
    const toBottom = (_step: number, weights: readonly number[]) => weights.map((weight, index) => weight - (bottom[index] ?? 0))
    const distance = (weights: readonly number[]) => Math.hypot(...toBottom(0, weights))
    const after = await steps(name, { weight_decay: 0 }, 300, toBottom, { rate: (step) => 0.03 * (1 - step / 300) })
    expect(distance(after)).toBeLessThan(distance(start) / 10)
  })

  test.each([...optimizers.keys()])('%s stays where the gradient is 0', async (name) => {
    const still = await steps(name, { weight_decay: 0 }, 3, () => [0, 0, 0, 0])
    expect(still).toEqual(start)
  })
})

describe('weight decay', () => {
  test.each(['adamw', 'adafactor', 'lion'])('of %s takes lr · λ of the weight away, beside the step', async (name) => {
    close(await steps(name, { weight_decay: 0.3 }, 1, () => [0, 0, 0, 0]), start.map((weight) => weight * (1 - rate * 0.3)))
  })

  test('of 0 makes AdamW Adam, to the bit', async () => {
    expect(await threeSteps('adamw', { weight_decay: 0 })).toEqual(await threeSteps('adam', {}))
  })

  test('of sgd is a part of the gradient, so that momentum carries it', async () => {
    const once = await steps('sgd', { momentum: 0.9, weight_decay: 0.3 }, 1, () => [0, 0, 0, 0])
    close(once, start.map((weight) => weight * (1 - rate * 0.3)))
    const twice = await steps('sgd', { momentum: 0.9, weight_decay: 0.3 }, 2, () => [0, 0, 0, 0])
    close(twice, start.map((weight) => weight * (1 - rate * 0.3) - rate * 0.3 * (0.9 * weight + weight * (1 - rate * 0.3))))
  })
})

const some = fc.array(fc.float({ min: Math.fround(0.01), max: 2, noNaN: true }), { minLength: 4, maxLength: 4 })
const seeded = { seed: 7, numRuns: 12 }

describe('properties', () => {
  test('lion moves every weight by lr, whatever the gradient', async () => {
    await fc.assert(fc.asyncProperty(some, fc.boolean(), async (gradient, up) => {
      const moved = await steps('lion', {}, 1, () => gradient.map((value) => (up ? value : -value)))
      close(moved, start.map((weight) => weight + (up ? -rate : rate)))
    }), seeded)
  })

  test('lamb moves a layer by lr times its norm, and does not see the scale of the gradient', async () => {
    await fc.assert(fc.asyncProperty(some, fc.integer({ min: 1, max: 1000 }), async (gradient, scale) => {
      const one = await steps('lamb', { weight_decay: 0, eps: 1e-12 }, 1, () => gradient)
      const large = await steps('lamb', { weight_decay: 0, eps: 1e-12 }, 1, () => gradient.map((value) => value * scale))
      close(large, one, 5)
      expect(Math.hypot(...one.map((weight, index) => weight - (start[index] ?? 0)))).toBeCloseTo(rate * Math.hypot(...start), 4)
    }), seeded)
  })

  test('lamb moves weights that are all 0 as Adam would', async () => {
    const moved = await steps('lamb', { weight_decay: 0, eps: 1e-8 }, 1, () => slope, { from: [0, 0, 0, 0] })
    close(moved, await steps('adam', {}, 1, () => slope, { from: [0, 0, 0, 0] }))
  })

  test('adafactor reads a kernel as a matrix of its first axis by the rest', async () => {
    const from = Array.from({ length: 12 }, (_, index) => (index - 5) / 4)
    const gradient = from.map((value, index) => Math.sin(index) + value / 10)
    const kernel = await steps('adafactor', {}, 2, () => gradient, { shape: [2, 3, 2, 1], from })
    expect(kernel).toEqual(await steps('adafactor', {}, 2, () => gradient, { shape: [2, 6], from }))
  })

  test('adafactor keeps a row and a column for a matrix; rows and columns without any gradient do no harm', async () => {
    expect(optimizerNamed('adafactor').slots(method('adafactor'), [8, 3, 3])).toEqual({ rows: [8, 1], columns: [1, 9] })
    const moved = await steps('adafactor', {}, 5, () => [0.3, 0, 0, 0])
    expect(moved.slice(1)).toEqual(start.slice(1))
    expect(moved[0]).toBeLessThan(1)
  })
})

test('a default is the checker’s to fill: an argument that is not there is a bug', () => {
  const bare = { ...method('sgd'), arguments: {} }
  expect(() => optimizerNamed('sgd').slots(bare, [2])).toThrow('the method sgd lacks its argument momentum')
})

test('without momentum, sgd keeps no state', () => {
  expect(optimizerNamed('sgd').slots(method('sgd', { momentum: 0 }), [2])).toEqual({})
  expect(optimizerNamed('sgd').slots(method('sgd', { momentum: 0.9 }), [2])).toEqual({ velocity: [2] })
})

test('nesterov looks ahead: its first step is longer by the momentum', async () => {
  const plain = await steps('sgd', { momentum: 0.9 }, 1, () => slope)
  const ahead = await steps('sgd', { momentum: 0.9, nesterov: true }, 1, () => slope)
  close(ahead.map((weight, index) => weight - (start[index] ?? 0)), plain.map((weight, index) => 1.9 * (weight - (start[index] ?? 0))))
})

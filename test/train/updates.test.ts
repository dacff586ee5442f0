import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TypedModel } from '../../src/check/typed.js'
import type { Batch } from '../../src/data/dataset.js'
import type { Engine, Feeds } from '../../src/engine/engine.js'
import type { Weights } from '../../src/ir/graph.js'
import { verify } from '../../src/ir/verify.js'
import { lowerModel } from '../../src/lower/model.js'
import { turnOf, updatesPerEpoch } from '../../src/train/accumulation.js'
import { averageNamed } from '../../src/train/averages/index.js'
import { feedsOf, stepName } from '../../src/train/feeds.js'
import { initialize } from '../../src/train/initialize.js'
import { buildStep, programOf, type StepOptions } from '../../src/train/step.js'
import { updateGroups } from '../../src/train/update-groups.js'
import { f32 } from '../../src/types/tensor.js'
import { method } from '../lower/build.js'
import { memoryDataset } from './memory.js'
import { engine, plane, planeRows } from './problems.js'

let running: Engine
beforeAll(async () => {
  running = await engine()
})
afterAll(() => running.close())

type Settings = Partial<StepOptions> & { readonly rate?: number }

const sgd = method('sgd', { momentum: 0 })
const initial = (model: TypedModel): Weights => initialize(lowerModel(model, new Map()), 3)

/** Batches of `size`, in the order of the rows. */
async function batches(model: TypedModel, count: number, size: number): Promise<readonly Batch[]> {
  const found: Batch[] = []
  for await (const batch of memoryDataset(model.data, { train: planeRows(count, 1) }).batches('train', { batch: size })) found.push(batch)
  return found
}

/** The state after each batch, and the norm that its step gave; a group is complete as in an epoch of these batches. */
async function states(model: TypedModel, given: readonly Batch[], settings: Settings = {}): Promise<readonly { readonly values: Feeds; readonly norm: number }[]> {
  const built = buildStep({ graph: lowerModel(model, new Map()), model, optimizer: sgd, ...settings })
  expect(verify(built.graph)).toEqual([])
  const session = await running.load(programOf(built, initial(model)))
  const after = []
  for (const [index, batch] of given.entries()) {
    const accumulate = settings.accumulate ?? 1
    const outputs = await session.run({
      ...feedsOf(built.graph, model, batch, 1, index),
      ...built.scalars(Math.floor(index / accumulate) + 1, settings.rate ?? 0.1, turnOf(index, given.length, accumulate)),
      [stepName('alpha')]: f32([model.tasks.length], model.tasks.map(() => 1)),
    })
    after.push({ values: await session.read(), norm: Number(outputs[stepName('norm')]?.data[0]) })
  }
  await session.close()
  return after
}

const last = async (...given: Parameters<typeof states>) => {
  const found = (await states(...given)).at(-1)
  if (found === undefined) throw new Error('no batch was run')
  return found
}

const numbers = (tensor: { readonly data: Iterable<number | bigint> } | undefined): readonly number[] => Array.from(tensor?.data ?? [], Number)

/** What the weights were moved by, as one long list of each name. */
const moves = (model: TypedModel, { values }: { readonly values: Feeds }): ReadonlyMap<string, readonly number[]> =>
  new Map([...initial(model)].flatMap(([name, before]) => {
    const now = values[name]
    return now === undefined ? [] : [[name, numbers(now).map((value, index) => value - Number(before.data[index]))] as const]
  }))

const lengthOf = (moved: ReadonlyMap<string, readonly number[]>): number => Math.hypot(...[...moved.values()].flat())

function expectClose(found: Feeds | ReadonlyMap<string, readonly number[]>, expected: ReadonlyMap<string, readonly number[]>, digits = 6): void {
  for (const [name, values] of expected) {
    const here = found instanceof Map ? (found.get(name) as readonly number[]) : numbers((found as Feeds)[name])
    for (const [index, value] of values.entries()) expect(here[index], name).toBeCloseTo(value, digits)
  }
}

/** All but what is gathered. */
const still = (values: Feeds) => Object.fromEntries(Object.entries(values).filter(([name]) => !name.startsWith('gathered:')))

describe('accumulation', () => {
  const model = plane()
  const weightsOf = ({ values }: { readonly values: Feeds }) => new Map([...initial(model).keys()].map((name) => [name, numbers(values[name])]))

  test('four batches of 8 are one of 32, for every optimiser’s state too', async () => {
    for (const optimizer of [method('sgd', { momentum: 0.9, nesterov: true }), method('adam'), method('adafactor')]) {
      const [small, large] = [await last(model, await batches(model, 64, 8), { optimizer, accumulate: 4 }), await last(model, await batches(model, 64, 32), { optimizer })]
      expectClose(small.values, weightsOf(large), 5)
      expect(small.norm).toBeCloseTo(large.norm, 5)
    }
  })

  test('a last group that is smaller is averaged over what it has', async () => {
    const [grouped, whole] = [await states(model, await batches(model, 40, 8), { accumulate: 3 }), await states(model, await batches(model, 24, 24))]
    expectClose(grouped[2]?.values ?? {}, weightsOf(whole[0] ?? { values: {} }))
    const rest = await batches(model, 40, 8)
    // The fourth and fifth batch make the second update.
    const two = await states(model, rest, { accumulate: 3 })
    expect(two[3]?.values['trunk.dense.weight']).toEqual(two[2]?.values['trunk.dense.weight'])
    expect(two[4]?.values['trunk.dense.weight']).not.toEqual(two[3]?.values['trunk.dense.weight'])
    expect(numbers(two[4]?.values['gathered:trunk.dense.weight']).every((value) => value === 0)).toBe(true)
  })

  test('until the group is complete, weights and moments stay to the bit', async () => {
    const after = await states(model, await batches(model, 32, 8), { optimizer: method('adam'), accumulate: 4, average: method('ema') })
    const begun = new Map([...initial(model)].map(([name, tensor]) => [name, numbers(tensor)]))
    for (const { values } of after.slice(0, 3)) {
      expect(still(values)).toEqual(still(after[0]?.values ?? {}))
      for (const [name, before] of begun) expect(numbers(values[name]), name).toEqual(before)
    }
    expect(still(after[3]?.values ?? {})).not.toEqual(still(after[0]?.values ?? {}))
  })

  test('no group reaches into the next epoch', () => {
    const turns = Array.from({ length: 10 }, (_, done) => turnOf(done, 10, 4))
    expect(turns.map(({ gathered }) => gathered)).toEqual([1, 2, 3, 4, 1, 2, 3, 4, 1, 2])
    expect(turns.flatMap(({ due }, index) => (due ? [index] : []))).toEqual([3, 7, 9])
    expect(updatesPerEpoch(10, 4)).toBe(3)
    expect(turnOf(5, 10, 1)).toEqual({ gathered: 1, due: true })
  })
})

describe('the norm of the gradients', () => {
  const model = plane()

  test('is over all learned parameters, before they are clipped', async () => {
    const given = await batches(model, 16, 16)
    const plain = await last(model, given, { rate: 1 })
    expect(plain.norm).toBeCloseTo(lengthOf(moves(model, plain)), 5)
    expect((await last(model, given, { rate: 1, clip: method('norm', { max: 0.01 }) })).norm).toBe(plain.norm)
  })

  test('leaves frozen ones out', async () => {
    const frozen = await last(model, await batches(model, 16, 16), { rate: 1, frozen: (name) => name.startsWith('trunk.') })
    expect(frozen.norm).toBeCloseTo(lengthOf(moves(model, frozen)), 5)
  })

  test('is 0 where nothing is learned', async () => {
    expect((await last(model, await batches(model, 16, 16), { frozen: () => true })).norm).toBe(0)
  })
})

describe('clipping', () => {
  const model = plane()
  const seeded = { seed: 3, numRuns: 8 }
  const max = fc.double({ min: 0.05, max: 20, noNaN: true })

  test('by the norm keeps the direction, and a length of at most `max`', async () => {
    const given = await batches(model, 16, 16)
    const plain = await last(model, given, { rate: 1 })
    await fc.assert(fc.asyncProperty(max, async (most) => {
      const clipped = moves(model, await last(model, given, { rate: 1, clip: method('norm', { max: most }) }))
      const factor = Math.min(1, most / plain.norm)
      expectClose(clipped, new Map([...moves(model, plain)].map(([name, values]) => [name, values.map((value) => value * factor)])), 5)
      expect(lengthOf(clipped)).toBeLessThan(most * (1 + 1e-4))
    }), seeded)
  })

  test('by the norm changes no bit where the norm is less', async () => {
    const given = await batches(model, 16, 16)
    expect((await last(model, given, { clip: method('norm', { max: 1e6 }) })).values).toEqual((await last(model, given)).values)
  })

  test('by value cuts each element', async () => {
    const given = await batches(model, 16, 16)
    const plain = moves(model, await last(model, given, { rate: 1 }))
    await fc.assert(fc.asyncProperty(max, async (most) => {
      const clipped = moves(model, await last(model, given, { rate: 1, clip: method('value', { max: most }) }))
      expectClose(clipped, new Map([...plain].map(([name, values]) => [name, values.map((value) => Math.min(most, Math.max(-most, value)))])), 5)
    }), seeded)
  })
})

describe('rates and decays of some weights', () => {
  const model = plane()

  test('the longest path that covers a weight counts, also for a task’s copy of it', () => {
    const named = ['trunk.stem.weight', 'trunk.stem.bias', 'trunk.body.weight', 'trunk@left.stem.weight', 'head.weight'].map((name) => ({ name, shape: name.endsWith('bias') ? [3] : [3, 3] }))
    const groups = updateGroups(named, {
      optimizer: method('adamw', { weight_decay: 0.5 }),
      rates: [{ factor: 0.1, paths: ['trunk.stem', 'head'] }, { factor: 0.5, paths: ['trunk'] }],
      decays: [{ factor: 0.2, paths: ['trunk.body'] }],
    })
    expect(groups.map(({ rate }) => rate)).toEqual([0.1, 0.1, 0.5, 0.1, 0.1])
    expect(groups.map((group) => group.method.arguments['weight_decay'])).toEqual([0.5, 0, 0.1, 0.5, 0.5])
    expect(groups[0]).toBe(groups[3])
    expect(new Set(groups.map(({ suffix }) => suffix))).toEqual(new Set(['', ':2', ':3']))
  })

  test('a rate scales the step of its weights alone', async () => {
    const given = await batches(model, 16, 16)
    const scaled = moves(model, await last(model, given, { rates: [{ factor: 0.1, paths: ['trunk', 'side'] }] }))
    expectClose(scaled, new Map([...moves(model, await last(model, given))].map(([name, values]) => [name, values.map((value) => (name.startsWith('height.') ? value : value / 10))])))
  })

  test('decay 0 takes nothing away; biases never decay', async () => {
    const given = await batches(model, 16, 16)
    const optimizer = method('adamw', { weight_decay: 0.9 })
    const [plain, decayed] = [await last(model, given, { optimizer: method('adam') }), await last(model, given, { optimizer, decays: [{ factor: 0, paths: ['trunk.dense.weight'] }] })]
    const same = [...initial(model).keys()].filter((name) => JSON.stringify(numbers(plain.values[name])) === JSON.stringify(numbers(decayed.values[name])))
    expect(same).toEqual(['trunk.dense.weight', 'trunk.dense.bias', 'side.dense.bias', 'height.dense.bias'])
  })
})

describe('averages', () => {
  const model = plane({ norm: true })

  test('move towards the weights of each update, running statistics included', async () => {
    const average = method('ema', { decay: 0.25 })
    const after = await states(model, await batches(model, 48, 16), { average })
    expect([1, 2, 3].map((step) => averageNamed('ema').blend(average, step))).toEqual([1 - 2 / 11, 0.75, 0.75])
    for (const [name, before] of initial(model)) {
      let expected = numbers(before)
      for (const [index, { values }] of after.entries()) {
        const blend = averageNamed('ema').blend(average, index + 1)
        expected = expected.map((mean, place) => mean + blend * (numbers(values[name])[place] ?? 0) - blend * mean)
        expectClose({ [name]: values[`average:${name}`] ?? f32([0], []) }, new Map([[name, expected]]))
      }
    }
  })

  test('the memory grows from short to `decay`', () => {
    for (const [step, kept] of [[1, 2 / 11], [90, 0.91], [1e6, 0.99]] as const) {
      expect(1 - averageNamed('ema').blend(method('ema', { decay: 0.99 }), step)).toBeCloseTo(kept, 12)
    }
  })
})

describe('frozen batch norm', () => {
  const model = plane({ norm: true })
  const built = (frozen: (name: string) => boolean) => buildStep({ graph: lowerModel(model, new Map()), model, optimizer: sgd, frozen })

  test('normalises by its own statistics, which stay; what stands before it still learns', async () => {
    const step = built((name) => name.startsWith('trunk.norm.'))
    expect(step.graph.nodes.some(({ op }) => op === 'batch_norm_training')).toBe(false)
    expect(step.parameters.map(({ input }) => input).filter((name) => name.startsWith('trunk.'))).toEqual(['trunk.dense.weight', 'trunk.dense.bias'])
    const moved = moves(model, await last(model, await batches(model, 16, 16), { frozen: (name) => name.startsWith('trunk.norm.') }))
    expect(Math.hypot(...(moved.get('trunk.dense.weight') ?? []))).toBeGreaterThan(0)
    expect(built(() => false).graph.nodes.some(({ op }) => op === 'batch_norm_training')).toBe(true)
  })
})

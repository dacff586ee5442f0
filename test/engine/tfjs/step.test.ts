/** Whole train steps in both engines: forward, losses, backward, balance, optimiser, over two steps of every optimiser and kind of network. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TypedModel } from '../../../src/check/typed.js'
import type { Engine, Feeds } from '../../../src/engine/engine.js'
import { plainBackend } from '../../../src/engine/tfjs/backend.js'
import { createTfjsEngine } from '../../../src/engine/tfjs/engine.js'
import { typeOf, type GraphInput } from '../../../src/ir/graph.js'
import { lowerModel } from '../../../src/lower/model.js'
import { key, normal, uniform } from '../../../src/random/counter.js'
import { stepName } from '../../../src/train/feeds.js'
import { initialize } from '../../../src/train/initialize.js'
import { optimizers } from '../../../src/train/optimizers/index.js'
import { buildStep, programOf, type Step } from '../../../src/train/step.js'
import { elementCount, f32, i64, type Tensor } from '../../../src/types/tensor.js'
import { checkText } from '../../check/kit.js'
import { method } from '../../lower/build.js'
import { lenet, residual, table } from '../../lower/models.js'
import { difference, present } from '../../ops/harness.js'
import { engine as onnxruntime } from '../../train/problems.js'

const engines: Engine[] = []
beforeAll(async () => {
  const files = await onnxruntime()
  engines.push(files, await createTfjsEngine(files, await plainBackend()))
})
afterAll(async () => {
  for (const engine of engines.toReversed()) await engine.close()
})

const batch = 5
const rate = 0.05

/** The first model of a text. */
async function written(body: string): Promise<TypedModel> {
  const { program, diagnostics } = await checkText(body)
  expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual([])
  return present(program?.models[0])
}

/** Some values for an input of a step: two codes, masks of which some are 0, weights that differ, dropout factors. */
function valuesFor(step: Step, { name, value, random }: GraphInput): Tensor {
  const { dtype, shape } = typeOf(step.graph, value)
  const sizes = shape.map((dim) => (typeof dim === 'number' ? dim : batch))
  const each = (draw: (index: number) => number): number[] => Array.from({ length: elementCount(sizes) }, (_, index) => draw(index))
  const chance = (index: number): number => uniform(key(name), index)
  if (dtype === 'i64') return i64(sizes, each((index) => Math.floor(2 * chance(index))))
  if (random !== undefined) return f32(sizes, each((index) => (chance(index) < random.rate ? 0 : 1 / (1 - random.rate))))
  if (name.startsWith('mask:')) return f32(sizes, each((index) => Number(index % 3 !== 1)))
  if (name === stepName('weights') || name === stepName('alpha')) return f32(sizes, each((index) => 0.5 + chance(index)))
  if (name === 'target:things') return f32(sizes, each((index) => boxAt(name, Math.floor(index / 5))[index % 5] ?? 0))
  return f32(sizes, each((index) => normal(key(name), index)))
}

/** A box of one of two classes; every third is none. */
function boxAt(name: string, index: number): readonly number[] {
  const chance = (which: number): number => uniform(key(name), 5 * index + which)
  const [left, top] = [chance(1) / 2, chance(2) / 2]
  return index % 3 === 2 ? [-1, 0, 0, 0, 0] : [Math.floor(2 * chance(0)), left, top, left + 0.1 + 0.4 * chance(3), top + 0.1 + 0.4 * chance(4)]
}

/** What both steps tell, and everything that is carried, after the second. */
async function twoSteps(engine: Engine, step: Step, weights: ReadonlyMap<string, Tensor>): Promise<Feeds> {
  const kept = new Set([...step.parameters, ...step.moments].map(({ input }) => input))
  const scalars = step.scalars(1, rate)
  const fed = step.graph.inputs.filter(({ name }) => !kept.has(name) && scalars[name] === undefined)
  const feeds = Object.fromEntries(fed.map((given) => [given.name, valuesFor(step, given)]))
  const session = await engine.load(programOf(step, weights))
  const told: Feeds[] = []
  for (const count of [1, 2]) told.push(await session.run({ ...feeds, ...step.scalars(count, rate) }))
  const results = { ...Object.fromEntries(told.flatMap((outputs, index) => Object.entries(outputs).map(([name, value]) => [`${name} ${index}`, value]))), ...(await session.read()) }
  await session.close()
  return results
}

async function compare(model: TypedModel, optimizer: string, statistics: Parameters<typeof lowerModel>[1] = new Map()): Promise<void> {
  const graph = lowerModel(model, statistics)
  // A large epsilon: what is 0 but for rounding must not be divided up to a step of full length.
  const step = buildStep({ graph, model, optimizer: method(optimizer, { eps: 1e-2, weight_decay: 0.01, momentum: 0.9 }) })
  const weights = initialize(graph, 3)
  const [ours, theirs] = [await twoSteps(present(engines[0]), step, weights), await twoSteps(present(engines[1]), step, weights)]
  expect(Object.keys(theirs).toSorted()).toEqual(Object.keys(ours).toSorted())
  for (const [name, tensor] of Object.entries(ours)) expect(difference(present(theirs[name]), tensor), name).toBeLessThan(1e-4)
  // The step has done something.
  const moved = step.parameters.filter(({ input }) => difference(present(ours[input]), present(weights.get(input))) > 1e-4)
  expect(moved.length).toBeGreaterThan(step.parameters.length / 2)
}

const sequences = `
import { TransformerEncoder } from "std/transformer"
data D {
  source "d.parquet"
  input image: image[1, 5, 4]
  input kind: category<"a", "b">
  target label: label<3>
  target size: number
}`

describe('a train step is the same in both engines', () => {
  test.each([...optimizers.keys()])('a convolutional net with dropout and missing labels, by %s', async (optimizer) => {
    await compare(lenet('hard', { dropout: 0.3 }), optimizer)
  })

  test('a residual net with batch norms, whose running statistics are carried', async () => {
    await compare(residual(), 'adam')
  })

  test('a table with embeddings of its categories', async () => {
    await compare(table(), 'sgd', new Map([['row', { mean: [0.5, 0], std: [2, 1] }]]))
  })

  test('a transformer', async () => {
    await compare(await written(`${sequences}
      model M on D {
        share hard trunk = image |> reshape([5, 4]) |> TransformerEncoder(1, heads = 2, dropout = 0.2) |> flatten
        task label = trunk |> Dense(3)
        task size = trunk |> Dense(1) |> squeeze }`), 'sgd')
  })

  test('a detector on two levels', async () => {
    await compare(await written(`
      import { BoxHead } from "std/heads"
      data D {
        source "d.parquet"
        input image: image[1, 8, 8]
        target things: boxes<"a", "b">(max = 3)
        target count: label<4>
      }
      model M on D {
        share hard trunk = image |> Conv(4, stride = 2)
        let head = BoxHead(2, layers = 1, groups = 2)
        task things {
          predict [trunk |> head, trunk |> MaxPool() |> head]
          loss detection(reach = 1)
        }
        task count = trunk |> flatten |> Dense(4)
      }`), 'sgd')
  })

  test('recurrent layers', async () => {
    await compare(await written(`${sequences}
      model M on D {
        share hard trunk = image |> reshape([5, 4]) |> GRU(4) |> LSTM(3) |> flatten
        task label = trunk |> Dense(3)
        task size = concat([trunk, kind |> Embedding(3, 4)]) |> Dense(1) |> squeeze }`), 'sgd')
  })
})

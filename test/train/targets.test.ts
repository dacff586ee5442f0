/** Training for labels by themselves, masks and points: what they learn, what they are taught, and what is left out. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TypedModel } from '../../src/check/typed.js'
import { gradientGraph } from '../../src/compress/gradients.js'
import type { Engine } from '../../src/engine/engine.js'
import { GraphBuilder } from '../../src/ir/builder.js'
import { verify } from '../../src/ir/verify.js'
import { lowerModel } from '../../src/lower/model.js'
import { key, normal } from '../../src/random/counter.js'
import { distillation } from '../../src/train/distill.js'
import { evaluate } from '../../src/train/evaluate.js'
import { initialize } from '../../src/train/initialize.js'
import { balanceTasks } from '../../src/train/run.js'
import { trainModel } from '../../src/train/train.js'
import type { Progress } from '../../src/train/progress.js'
import type { TargetType } from '../../src/types/field.js'
import { predictionTensors, targetTensor } from '../../src/types/fields.js'
import { elementCount, f32, i64, zeros } from '../../src/types/tensor.js'
import { memoryDataset } from './memory.js'
import { engine as open, train } from './problems.js'
import { scene, sceneRows } from './scene.js'

let engine: Engine
let model: TypedModel
beforeAll(async () => {
  engine = await open()
  model = await scene()
})
afterAll(() => engine.close())

const dataset = (made: TypedModel) => memoryDataset(made.data, { train: sceneRows(320, 1), validation: sceneRows(80, 2) })
const epochs = (told: readonly Progress[]) => told.flatMap((each) => (each.kind === 'epoch' ? [each] : []))

describe('a model with a task of each', () => {
  test('learns all of them', async () => {
    const told: Progress[] = []
    const trained = await trainModel({
      graph: lowerModel(model, new Map()), model, train: train('adam', { lr: 0.005 }, { model: 'Scene', epochs: 12 }), dataset: dataset(model), engine, onProgress: (each) => told.push(each),
    })
    const [first, last] = [epochs(told)[0], epochs(told).at(-1)]
    for (const [task, loss] of Object.entries(first?.losses ?? {})) expect(last?.losses[task], task).toBeLessThan(loss / 2)
    const { sides, regions, middle, spots } = trained.validation
    expect(sides?.['micro_f1']).toBeGreaterThan(0.95)
    expect(sides?.['mean_ap']).toBeGreaterThan(0.98)
    expect(regions?.['pixel_accuracy']).toBeGreaterThan(0.98)
    // The class that is nowhere does not count.
    expect(regions?.['miou']).toBeGreaterThan(0.95)
    expect(middle?.['pck']).toBeGreaterThan(0.8)
    expect(spots?.['pck']).toBeGreaterThan(0.8)
  })

  test.each([
    ['focal', 'focal(weights = [1, 2, 0])'], ['dice', 'dice'], ['tversky(alpha = 0.5)', 'tversky'], ['bce(weights = [1, 2], smoothing = 0.1)', 'focal(gamma = 1.5)'],
  ])('lets the losses %s and %s fall', async (sides, regions) => {
    const made = await scene({ sides, regions })
    const told: Progress[] = []
    await trainModel({
      graph: lowerModel(made, new Map()), model: made, train: train('adam', { lr: 0.01 }, { model: 'Scene', epochs: 3 }), dataset: dataset(made), engine, onProgress: (each) => told.push(each),
    })
    const [first, last] = [epochs(told)[0], epochs(told).at(-1)]
    for (const [task, loss] of Object.entries(first?.losses ?? {})) expect(last?.losses[task], task).toBeLessThan(loss)
  })

  test('is measured without what is not known: garbage there changes nothing', async () => {
    const graph = lowerModel(model, new Map())
    const weights = initialize(graph, 3)
    const rows = sceneRows(40, 3)
    const changed = { ...rows, targets: Object.fromEntries(Object.entries(rows.targets).map(([name, tensor]) => {
      const mask = rows.masks?.[name]
      const size = tensor.data.length / 40
      const data = Array.from(tensor.data, Number).map((value, index) => (mask?.data[Math.floor(index / size)] === 0 ? 1 : value))
      return [name, (tensor.dtype === 'i64' ? i64 : f32)(tensor.shape, data)] as const
    })) }
    const metrics = async (validation: typeof rows) => evaluate({ graph, weights, model, engine, part: 'validation', dataset: memoryDataset(model.data, { validation }) })
    expect(await metrics(changed)).toEqual(await metrics(rows))
  })

  test('balances labels and masks as classification, points as regression', () => {
    expect(balanceTasks(model).map(({ kind }) => kind)).toEqual(['classification', 'classification', 'regression', 'regression'])
  })

  test('has gradients to rank channels by, of every task', () => {
    const graph = lowerModel(model, new Map())
    const gradients = gradientGraph(graph, model, new Set(['trunk.conv.weight', 'trunk.conv2.weight', ...graph.parameters.map(({ name }) => name)]))
    expect(verify(gradients)).toEqual([])
    const tasks = new Set(gradients.outputs.map(({ name }) => name.split(':')[1]))
    expect([...tasks].filter((name) => model.tasks.some((task) => task.name === name)).toSorted()).toEqual(['middle', 'regions', 'sides', 'spots'])
  })
})

/** The distance of random predictions of four samples, per sample. */
async function distances(task: number, temperature: number, same: boolean): Promise<readonly number[]> {
  const { target: { type }, predict } = model.tasks[task] ?? {}
  if (type === undefined || predict === undefined) throw new Error('no such task')
  const shape = predict.type.shape.map(Number)
  expect(predictionTensors(type).some((pattern) => pattern.shape.length === shape.length)).toBe(true)
  const builder = new GraphBuilder('distance')
  const [student, teacher] = ['student', 'teacher'].map((name) => builder.input(name, { dtype: 'f32', shape: ['N', ...shape] }))
  if (student === undefined || teacher === undefined) throw new Error('no inputs')
  const { dtype, shape: encoded } = targetTensor(type)
  builder.output('y', distillation(builder, type, builder.input('target', { dtype, shape: ['N', ...encoded] }), student, teacher, temperature).sum)
  const noise = (name: string) => f32([4, ...shape], Array.from({ length: 4 * elementCount(shape) }, (_, index) => normal(key(name), index)))
  const session = await engine.load({ graph: builder.build(), weights: new Map() })
  const { y } = await session.run({ target: zeros(dtype, [4, ...encoded.map(Number)]), student: noise('a'), teacher: noise(same ? 'a' : 'b') })
  await session.close()
  return Array.from(y?.data ?? [], Number)
}

const logits = (name: string) => [0, 1].map((index) => normal(key(name), index))

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z))

/** A teacher's part of the loss of sequences of two places, over three choices; code 3 is beyond them. */
async function taught(type: TargetType, codes: readonly number[], change: (place: number) => number): Promise<number> {
  const builder = new GraphBuilder('taught')
  const [student, teacher] = ['student', 'teacher'].map((name) => builder.input(name, { dtype: 'f32', shape: ['N', 2, 3] }))
  if (student === undefined || teacher === undefined) throw new Error('no inputs')
  const { sum, weight } = distillation(builder, type, builder.input('target', { dtype: 'i64', shape: ['N', 2] }), student, teacher, 1)
  if (weight === undefined) throw new Error('all places count')
  builder.output('sum', sum)
  builder.output('weight', weight)
  const session = await engine.load({ graph: builder.build(), weights: new Map() })
  const samples = codes.length / 2
  const flat = f32([samples, 2, 3], Array.from({ length: 3 * codes.length }, () => 0))
  const sure = f32([samples, 2, 3], codes.flatMap((_, place) => [change(place), 0, 0]))
  const found = await session.run({ target: i64([samples, 2], codes), student: flat, teacher: sure })
  await session.close()
  const total = (name: string): number => Array.from(found[name]?.data ?? [], Number).reduce((all, each) => all + each, 0)
  return total('sum') / total('weight')
}

describe('what a teacher teaches', () => {
  test.each<TargetType>([
    { kind: 'tags', labels: ['O', 'B', 'I'], numeric: false, over: 'words', max: 2 },
    { kind: 'text', max: 2, vocabulary: 3 },
  ])('of a sequence ($kind) is the mean over its places, whatever it says of padding', async (type) => {
    // KL of (e, 1, 1) / (e + 2) to (1, 1, 1) / 3.
    const wanted = Math.E / (Math.E + 2) - Math.log((Math.E + 2) / 3)
    expect(await taught(type, [0, 2, 1, 3], () => 1)).toBeCloseTo(wanted, 6)
    expect(await taught(type, [0, 2, 1, 3], (place) => (place === 3 ? 9 : 1))).toBeCloseTo(wanted, 6)
  })

  test.each([[0, 'sides'], [1, 'regions'], [2, 'middle'], [3, 'spots']])('is a distance: 0 from itself, above 0 from another: task %i, %s', async (task) => {
    for (const temperature of [1, 4]) {
      for (const value of await distances(task, temperature, true)) expect(value).toBeCloseTo(0, 6)
      const others = await distances(task, temperature, false)
      expect(others).toHaveLength(4)
      expect(Math.min(...others)).toBeGreaterThan(1e-3)
    }
  })

  test('of labels by themselves is the mean divergence of their coins', async () => {
    const [student, teacher] = [logits('a').map((z) => sigmoid(z / 2)), logits('b').map((z) => sigmoid(z / 2))]
    const wanted = teacher.map((p, index) => {
      const q = student[index] ?? 0
      return p * Math.log(p / q) + (1 - p) * Math.log((1 - p) / (1 - q))
    })
    expect((await distances(0, 2, false))[0]).toBeCloseTo((4 * ((wanted[0] ?? 0) + (wanted[1] ?? 0))) / 2, 5)
  })
})

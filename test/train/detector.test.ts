/** Training a detector beside another task: what it learns, how it begins, what it is taught, and what is left out. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TypedModel } from '../../src/check/typed.js'
import { gradientGraph } from '../../src/compress/gradients.js'
import type { Engine } from '../../src/engine/engine.js'
import { GraphBuilder } from '../../src/ir/builder.js'
import { verify } from '../../src/ir/verify.js'
import { lowerModel } from '../../src/lower/model.js'
import { distillation } from '../../src/train/distill.js'
import { evaluate } from '../../src/train/evaluate.js'
import { initialize } from '../../src/train/initialize.js'
import { balanceTasks } from '../../src/train/run.js'
import { trainModel } from '../../src/train/train.js'
import type { Progress } from '../../src/train/progress.js'
import type { BoxesField } from '../../src/types/field.js'
import { f32 } from '../../src/types/tensor.js'
import { memoryDataset } from './memory.js'
import { engine as open, train } from './problems.js'
import { finder, shapeRows } from './shapes.js'

let engine: Engine
let model: TypedModel
beforeAll(async () => {
  engine = await open()
  model = await finder()
})
afterAll(() => engine.close())

describe('a detector with another task beside it', () => {
  test('predicts a row for each place of its levels, the larger first', () => {
    const [things] = model.tasks
    expect(things?.predict.type.shape).toEqual([8 * 8 + 4 * 4, 2 + 5])
    expect(things?.target.type).toMatchObject({ kind: 'boxes', max: 4, levels: [{ height: 8, width: 8 }, { height: 4, width: 4 }] })
    expect(lowerModel(model, new Map()).outputs.map(({ name }) => name)).toEqual(['things', 'count'])
  })

  test('begins with every class improbable, and finds what is there in the end', async () => {
    const graph = lowerModel(model, new Map())
    const [training, validation] = [shapeRows(320, 1), shapeRows(60, 2)]
    const told: Progress[] = []
    const trained = await trainModel({
      graph, model, train: train('adam', { lr: 0.004 }, { model: 'Finder', epochs: 15 }), dataset: memoryDataset(model.data, { train: training, validation }), engine, onProgress: (each) => told.push(each),
    })
    const losses = told.flatMap((each) => (each.kind === 'epoch' ? [each.losses['things'] ?? Number.NaN] : []))
    // With classes as probable as not, the first epoch's would be 3.
    expect(losses[0]).toBeLessThan(2)
    expect(losses.at(-1)).toBeLessThan(1)
    const weights = initialize(graph, 5)
    const before = await evaluate({ graph, weights, model, engine, part: 'validation', dataset: memoryDataset(model.data, { validation }) })
    expect(before['things']?.['map_50']).toBeLessThan(0.05)
    expect(trained.validation['things']?.['map_50']).toBeGreaterThan(0.6)
    expect(trained.validation['things']?.['map_50_95']).toBeGreaterThan(0.3)
    expect(trained.validation['count']?.['accuracy']).toBeGreaterThan(0.6)
  })

  test('is measured without samples whose boxes are not known', async () => {
    const graph = lowerModel(model, new Map())
    const rows = shapeRows(48, 3)
    const metrics = async (things: (data: Float32Array) => ArrayLike<number>) => {
      const { things: target } = rows.targets
      const targets = { ...rows.targets, things: f32(target?.shape ?? [], things(Float32Array.from(target?.data ?? [], Number))) }
      return evaluate({ graph, weights: initialize(graph, 4), model, engine, part: 'validation', dataset: memoryDataset(model.data, { validation: { ...rows, targets } }) })
    }
    const size = 4 * 5
    const whole = [0, 0, 0, 1, 1]
    // Samples 3, 19 and 35 lack theirs.
    const changed = await metrics((data) => data.map((value, index) => (Math.floor(index / size) % 16 === 3 ? (whole[index % 5] ?? 0) : value)))
    expect(changed).toEqual(await metrics((data) => data))
    expect(await metrics((data) => data.map((value, index) => (Math.floor(index / size) === 4 ? (whole[index % 5] ?? 0) : value)))).not.toEqual(changed)
  })

  test('balances boxes as classification', () => {
    expect(balanceTasks(model).map(({ kind }) => kind)).toEqual(['classification', 'classification'])
  })

  test('has gradients to rank channels by, of both tasks', () => {
    const graph = lowerModel(model, new Map())
    const gradients = gradientGraph(graph, model, new Set(graph.parameters.map(({ name }) => name)))
    expect(verify(gradients)).toEqual([])
    const tasks = new Set(gradients.outputs.map(({ name }) => name.split(':')[1]))
    expect([...tasks].filter((name) => model.tasks.some((task) => task.name === name)).toSorted()).toEqual(['count', 'things'])
  })
})

const boxes: BoxesField = { kind: 'boxes', labels: ['a', 'b'], numeric: false, max: 2, levels: [{ height: 1, width: 2 }] }

/** The distance of a student's two places from a teacher's: logits of two classes, four sides, a logit of the middle. */
async function distance(student: readonly number[], teacher: readonly number[], temperature: number): Promise<number> {
  const builder = new GraphBuilder('distance')
  const [a, b] = ['student', 'teacher'].map((name) => builder.input(name, { dtype: 'f32', shape: ['N', 2, 7] }))
  if (a === undefined || b === undefined) throw new Error('no inputs')
  // Of boxes a teacher needs no target.
  builder.output('y', distillation(builder, boxes, a, a, b, temperature).sum)
  const session = await engine.load({ graph: builder.build(), weights: new Map() })
  const { y } = await session.run({ student: f32([1, 2, 7], student), teacher: f32([1, 2, 7], teacher) })
  await session.close()
  return Number(y?.data[0])
}

/** The same, with sides one stride longer. */
const sidesOff = (rows: readonly number[]): readonly number[] => rows.map((value, index) => (index % 7 >= 2 && index % 7 < 6 ? value + 1 : value))

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z))
const coins = (teacher: number, student: number): number => {
  const [p, q] = [sigmoid(teacher), sigmoid(student)]
  return p * Math.log(p / q) + (1 - p) * Math.log((1 - p) / (1 - q))
}

describe('what a teacher teaches of boxes', () => {
  const student = [0.5, -1, 1, 2, 3, 4, 0.25, -2, -3, 1, 1, 1, 1, -0.5]
  const teacher = [1.5, 0.5, 1.5, 2, 2, 4, 1, -2.5, -4, 2, 2, 2, 2, 0.5]

  test('is nothing where both are the same', async () => {
    expect(await distance(teacher, teacher, 3)).toBeCloseTo(0, 6)
  })

  test.each([1, 2])('is classes everywhere, and sides and middles as far as it sees a thing there; temperature %i', async (temperature) => {
    const softened = (first: number): number => temperature ** 2 * coins((teacher[first] ?? 0) / temperature, (student[first] ?? 0) / temperature)
    const seen = [sigmoid(1.5), sigmoid(-2.5)] as const
    const sides = [(0.5 ** 2 + 1) / 4, 1] as const
    const classes = [0, 1, 7, 8].reduce((sum, index) => sum + softened(index), 0)
    const things = seen[0] * (sides[0] + softened(6)) + seen[1] * (sides[1] + softened(13))
    expect(seen[0] + seen[1]).toBeLessThan(1)
    expect(await distance(student, teacher, temperature)).toBeCloseTo(classes + things, 5)
  })

  test('is a mean over the things that it sees, where these are more than one', async () => {
    const sure = teacher.map((value, index) => (index % 7 === 0 ? 20 : value))
    const alone = sure.map((value, index) => (index >= 7 && index % 7 < 2 ? -20 : value))
    expect(await distance(sidesOff(sure), sure, 1)).toBeCloseTo(1, 5)
    expect(await distance(sidesOff(alone), alone, 1)).toBeCloseTo(1, 5)
  })
})

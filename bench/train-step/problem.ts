/** The nets that are measured, and one step of each: its graph, first weights, and a batch. */
import { inspectTable } from '../../src/data/inspect.js'
import type { InspectTable } from '../../src/check/check.js'
import type { TypedModel } from '../../src/check/typed.js'
import type { Feeds } from '../../src/engine/engine.js'
import type { Graph, Weights } from '../../src/ir/graph.js'
import { lowerModel } from '../../src/lower/model.js'
import { key, uniform } from '../../src/random/counter.js'
import { stepName } from '../../src/train/feeds.js'
import { initialize } from '../../src/train/initialize.js'
import { buildStep, type Step } from '../../src/train/step.js'
import type { TableField } from '../../src/types/field.js'
import { elementCount, f32, i64 } from '../../src/types/tensor.js'
import { loadModel } from '../load.js'

export interface Net {
  readonly name: string
  readonly file: string
  readonly batch: number
}

export const nets: readonly Net[] = [
  { name: 'digits', file: 'examples/digits/digits.mtl', batch: 256 },
  { name: 'conv4', file: 'bench/train-step/conv4.mtl', batch: 64 },
  { name: 'resnet18', file: 'bench/train-step/resnet18.mtl', batch: 32 },
  { name: 'mobilenetv2', file: 'bench/train-step/mobilenetv2.mtl', batch: 32 },
  { name: 'mlp', file: 'bench/train-step/mlp.mtl', batch: 256 },
  { name: 'transformer', file: 'bench/train-step/transformer.mtl', batch: 32 },
  { name: 'tabular', file: 'bench/train-step/tabular.mtl', batch: 512 },
  { name: 'gru', file: 'bench/train-step/gru.mtl', batch: 32 },
]

const rate = 0.01
const protocol = [`train.optimizer=sgd(lr = ${rate}, momentum = 0.9)`, 'train.balance=equal']

/** The table of `tabular`: no file is read. 41 columns, as many as the census has. */
const columns: TableField = {
  kind: 'table',
  numbers: Array.from({ length: 9 }, (_, index) => `number ${index}`),
  categories: Array.from({ length: 32 }, (_, index) => ({
    column: `category ${index}`,
    labels: Array.from({ length: 24 }, (_label, label) => `label ${label}`),
    offset: 25 * index,
  })),
  vocabulary: 800,
}
const inspect: InspectTable = (request) => (request.file.endsWith('tabular.mtl') ? Promise.resolve(columns) : inspectTable(request))

export interface Problem {
  readonly graph: Graph
  readonly step: Step
  readonly weights: Weights
  readonly batch: Feeds
  /** Milliseconds from the checked model to the step's graph. */
  readonly built: number
}

export async function problem({ file, batch }: Net): Promise<Problem> {
  const { model, train } = await loadModel(file, protocol, inspect)
  // The peer's losses are plain ones.
  const tasks = model.tasks.map((task) =>
    'smoothing' in task.loss.arguments ? { ...task, weight: 1, loss: { ...task.loss, arguments: { ...task.loss.arguments, smoothing: 0 } } } : task)
  const start = performance.now()
  const graph = lowerModel(model, new Map())
  const step = buildStep({ graph, model: { ...model, tasks }, optimizer: train.optimizer })
  const built = performance.now() - start
  return { graph, step, weights: initialize(graph, 1), batch: makeBatch(step, model, batch), built }
}

/** Random inputs and targets from 0 to 1; codes of all columns and classes. */
export function makeBatch(step: Step, model: TypedModel, size: number): Feeds {
  const classes = new Map(model.tasks.map(({ name, target: { type } }) => [`target:${name}`, 'labels' in type ? type.labels.length : 0]))
  const words = new Map(model.data.inputs.flatMap(({ name, type }) => (type.kind === 'text' ? [[name, type.vocabulary] as const] : [])))
  const carried = new Set([...step.parameters, ...step.moments].map(({ input }) => input))
  const scalars = step.scalars(1, rate)
  const tensors = step.graph.inputs
    .filter(({ name }) => !carried.has(name) && scalars[name] === undefined)
    .map(({ name, value }) => {
      const { dtype = 'f32', shape: dims = [] } = step.graph.types.get(value) ?? {}
      const shape = dims.map((dim) => (typeof dim === 'number' ? dim : size))
      const stream = key(name)
      const draw = (index: number): number => uniform(stream, index)
      const code = (index: number): number => {
        const count = classes.get(name) ?? words.get(name)
        if (count !== undefined) return Math.floor(count * draw(index))
        const { offset, labels } = columns.categories[index % columns.categories.length] ?? { offset: 0, labels: [] }
        return offset + Math.floor(labels.length * draw(index))
      }
      const count = { length: elementCount(shape) }
      if (dtype === 'i64') return [name, i64(shape, Array.from(count, (_, index) => code(index)))] as const
      const ones = name === stepName('weights') || name === stepName('alpha') || name.startsWith('mask:')
      return [name, f32(shape, Array.from(count, (_, index) => (ones ? 1 : draw(index))))] as const
    })
  return { ...scalars, ...Object.fromEntries(tensors) }
}

/** One step of training as one graph: forward, losses, backward, and the optimiser's update. */
import type { TypedMethod, TypedModel, TypedTask } from '../check/typed.js'
import type { Feeds, Program, StateSlot } from '../engine/engine.js'
import { GraphBuilder } from '../ir/builder.js'
import { typeOf, type Graph, type ValueId, type Weights } from '../ir/graph.js'
import { batchSymbol, sizes } from '../lower/extern.js'
import { lossNamed } from '../lower/losses/index.js'
import { cse } from '../passes/cse.js'
import { dce } from '../passes/dce.js'
import { differentiate } from '../passes/differentiate.js'
import { fold } from '../passes/fold.js'
import { fuse } from '../passes/fuse.js'
import { inferenceMode } from '../passes/inference-mode.js'
import { poolFirst } from '../passes/pool-first.js'
import { trainingMode } from '../passes/training-mode.js'
import { scalar, zeros, type Tensor, type TensorType } from '../types/tensor.js'
import { distillation, type Teacher } from './distill.js'
import { stepName } from './feeds.js'
import { inlineGraph } from './inline.js'
import { optimizerNamed } from './optimizers/index.js'
import { momentName } from './optimizers/optimizer.js'

export interface StepOptions {
  /** The model's graph, mode-neutral. */
  readonly graph: Graph
  readonly model: TypedModel
  readonly optimizer: TypedMethod
  /** Parameters that keep their values. */
  readonly frozen?: ((parameter: string) => boolean) | undefined
  readonly teacher?: Teacher | undefined
}

/** What a run carries from step to step. */
export interface Carried {
  /** The graph's input or parameter. */
  readonly input: string
  /** The output that holds its next value. */
  readonly output: string
  readonly shape: readonly number[]
}

/**
 * The train step. Its inputs are the fields, `target:<task>`, `mask:<task>` f32[N], `step:weights` f32[N],
 * `step:alpha` f32[T], the optimiser's scalars (`step:rate` …), and dropout masks; its outputs `step:losses` and `step:counts`,
 * f32[T], and the next values of what is carried.
 */
export interface Step {
  readonly graph: Graph
  /** Parameters that are learned, and running statistics. */
  readonly parameters: readonly Carried[]
  /** The optimiser's state; starts at zero. */
  readonly moments: readonly Carried[]
  /** Values of parameters that never change, such as the teacher's. */
  readonly fixed: (weights: Weights) => Weights
  /** The optimiser's scalar inputs at step `step` (from 1). */
  readonly scalars: (step: number, rate: number) => Feeds
}

const teacherPrefix = 'teacher:'

export function buildStep(options: StepOptions): Step {
  const { model } = options
  const forward = trainingMode.run(poolFirst.run(options.graph))
  const outputs = new Map(forward.outputs.map(({ name, value }) => [name, value]))
  const builder = new GraphBuilder(`${options.graph.name}.step`, { ...forward, outputs: [] })

  const weights = builder.input(stepName('weights'), { dtype: 'f32', shape: [batchSymbol] })
  const alpha = builder.input(stepName('alpha'), { dtype: 'f32', shape: [model.tasks.length] })
  const teachers = teacherOutputs(builder, forward, options.teacher)

  const measured = model.tasks.map((task) =>
    builder.within(`loss.${task.name}`, task.span, () => taskLoss(builder, task, present(outputs, task.name), weights, options.teacher, teachers)),
  )
  const stacked = (values: readonly ValueId[]) =>
    builder.add('concat', values.map((value) => builder.add('reshape', [value], { shape: [1] })), { axis: 0 })
  const losses = stacked(measured.map(({ loss }) => loss))
  builder.output(stepName('losses'), losses)
  builder.output(stepName('counts'), stacked(measured.map(({ count }) => count)))
  const total = builder.add('sum', [builder.add('mul', [alpha, losses])], { axes: [0], keepdims: false })

  const { parameters, moments } = writeUpdates(builder, forward, total, options)
  for (const { name, value } of forward.parameters) {
    const next = outputs.get(`update:${name}`)
    if (next === undefined || options.frozen?.(name) === true) continue
    builder.output(`next:${name}`, next)
    parameters.push({ input: name, output: `next:${name}`, shape: sizes(builder.typeOf(value).shape) })
  }

  const carried = new Set(parameters.map(({ input }) => input))
  return {
    graph: [fold, cse, fuse, dce].reduce((graph, pass) => pass.run(graph), builder.build()),
    parameters,
    moments,
    fixed: (values) =>
      new Map([
        ...forward.parameters.filter(({ name }) => !carried.has(name)).map(({ name }) => [name, present(values, name)] as const),
        ...[...(options.teacher?.weights ?? [])].map(([name, tensor]) => [teacherPrefix + name, tensor] as const),
      ]),
    scalars: (step, rate) =>
      Object.fromEntries(
        Object.entries(optimizerNamed(options.optimizer.name).scalars(options.optimizer, step, rate)).map(([name, value]) => [stepName(name), scalar(value)]),
      ),
  }
}

const slotOf = ({ input, output }: Carried, initial: Tensor): StateSlot => ({ input, output, initial })

/** The step made ready for an engine, beginning with `weights` and, where a run is resumed, `moments`. */
export function programOf(step: Step, weights: Weights, moments?: Weights): Program {
  return {
    graph: step.graph,
    weights: stillRead(step, weights),
    state: [
      ...step.parameters.map((carried) => slotOf(carried, present(weights, carried.input))),
      ...step.moments.map((carried) => slotOf(carried, moments?.get(carried.input) ?? zeros('f32', carried.shape))),
    ],
  }
}

/** The fixed values that the step's graph still reads after unused nodes were taken out. */
function stillRead(step: Step, weights: Weights): Weights {
  const read = new Set(step.graph.parameters.map(({ name }) => name))
  return new Map([...step.fixed(weights)].filter(([name]) => read.has(name)))
}

function present<V>(map: ReadonlyMap<string, V>, name: string): V {
  const value = map.get(name)
  if (value === undefined) throw new Error(`the train step lacks \`${name}\``)
  return value
}

/** The encoded target of a task, as it is fed. */
function targetType({ target: { type } }: TypedTask): TensorType {
  if (type.kind === 'label') return { dtype: 'i64', shape: [batchSymbol] }
  return { dtype: 'f32', shape: type.kind === 'number' ? [batchSymbol] : [batchSymbol, type.size] }
}

function teacherOutputs(builder: GraphBuilder, student: Graph, teacher: Teacher | undefined): ReadonlyMap<string, ValueId> {
  if (teacher === undefined) return new Map()
  const inputs = new Map(student.inputs.map(({ name, value }) => [name, value]))
  return inlineGraph(builder, inferenceMode.run(teacher.graph), inputs, (name) => teacherPrefix + name)
}

const sumOf = (builder: GraphBuilder, value: ValueId): ValueId => builder.add('sum', [value], { axes: [0], keepdims: false })

/** Σ fᵢ vᵢ / max(count, tiny), where `count` is Σ fᵢ: 0 where no sample counts. */
const weightedMean = (builder: GraphBuilder, values: ValueId, factors: ValueId, count: ValueId): ValueId =>
  builder.add('div', [sumOf(builder, builder.add('mul', [values, factors])), builder.add('maximum', [count, builder.scalar(1e-12)])])

/**
 * Σ wᵢ mᵢ lᵢ / max(Σ wᵢ mᵢ, tiny): the mean of a task's loss over the samples that have its target. Adds the inputs
 * `target:<task>` and `mask:<task>`; `count` is Σ wᵢ mᵢ.
 */
export function ownLoss(
  builder: GraphBuilder,
  task: TypedTask,
  prediction: ValueId,
  weights: ValueId,
): { readonly loss: ValueId; readonly count: ValueId } {
  const target = builder.input(`target:${task.name}`, targetType(task))
  const mask = builder.input(`mask:${task.name}`, { dtype: 'f32', shape: [batchSymbol] })
  const factors = builder.add('mul', [weights, mask])
  const count = sumOf(builder, factors)
  const perSample = lossNamed(task.loss.name).lower(builder, prediction, target, task.loss)
  return { loss: weightedMean(builder, perSample, factors, count), count }
}

/** A task's loss, with the teacher's part: the mean over all samples, since it needs no target. */
function taskLoss(
  builder: GraphBuilder,
  task: TypedTask,
  prediction: ValueId,
  weights: ValueId,
  teacher: Teacher | undefined,
  teachers: ReadonlyMap<string, ValueId>,
): { readonly loss: ValueId; readonly count: ValueId } {
  const own = ownLoss(builder, task, prediction, weights)
  const taught = teachers.get(task.name)
  if (teacher === undefined || taught === undefined) return own
  const distance = distillation(builder, task.target.type, prediction, taught, teacher.temperature)
  const loss = builder.add('add', [
    builder.add('mul', [own.loss, builder.scalar(1 - teacher.share)]),
    builder.add('mul', [weightedMean(builder, distance, weights, sumOf(builder, weights)), builder.scalar(teacher.share)]),
  ])
  return { loss, count: own.count }
}

/** Differentiates the loss and writes the optimiser's update of every parameter that it reaches. */
function writeUpdates(
  builder: GraphBuilder,
  forward: Graph,
  total: ValueId,
  { optimizer: method, frozen }: StepOptions,
): { readonly parameters: Carried[]; readonly moments: Carried[] } {
  const optimizer = optimizerNamed(method.name)
  const learned = forward.parameters.filter(({ name, trainable }) => trainable && frozen?.(name) !== true)
  const gradients = differentiate(builder, total, learned.map(({ value }) => value))
  const scalars = Object.fromEntries(
    Object.keys(optimizer.scalars(method, 1, 0)).map((name) => [name, builder.input(stepName(name), { dtype: 'f32', shape: [] })]),
  )
  const [parameters, moments]: [Carried[], Carried[]] = [[], []]
  for (const [index, { name, value }] of learned.entries()) {
    const gradient = gradients[index]
    if (gradient === undefined) continue
    const type = typeOf(forward, value)
    const shape = sizes(type.shape)
    builder.within(`update.${name}`, undefined, () => {
      const slots = Object.fromEntries(optimizer.slots(method).map((slot) => [slot, builder.input(momentName(name, slot), type)]))
      // Biases, norms and other vectors are left alone by weight decay, as is usual.
      const update = optimizer.update({ writer: builder, method, parameter: value, gradient, slots, scalars, decays: shape.length > 1 })
      const carry = (list: Carried[], input: string, next: ValueId) => {
        builder.output(`next:${input}`, next)
        list.push({ input, output: `next:${input}`, shape })
      }
      carry(parameters, name, update.parameter)
      for (const [slot, next] of Object.entries(update.slots)) carry(moments, momentName(name, slot), next)
    })
  }
  return { parameters, moments }
}

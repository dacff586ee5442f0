/** One step of training as one graph: forward, losses, backward, and the optimiser's update. */
import type { TypedModel } from '../check/typed.js'
import type { Feeds, Program, StateSlot } from '../engine/engine.js'
import { GraphBuilder } from '../ir/builder.js'
import type { Graph, ValueId, Weights } from '../ir/graph.js'
import { batchSymbol, sizes } from '../lower/extern.js'
import { cse } from '../passes/cse.js'
import { dce } from '../passes/dce.js'
import { fold } from '../passes/fold.js'
import { fuse } from '../passes/fuse.js'
import { inferenceMode } from '../passes/inference-mode.js'
import { poolFirst } from '../passes/pool-first.js'
import { trainingMode } from '../passes/training-mode.js'
import { scalar, zeros, type Tensor } from '../types/tensor.js'
import type { Teacher } from './distill.js'
import { stepName } from './feeds.js'
import { inlineGraph } from './inline.js'
import { optimizerNamed } from './optimizers/index.js'
import { taskLoss } from './task-loss.js'
import { writeUpdates, type Carried, type UpdateOptions } from './updates.js'

export interface StepOptions extends UpdateOptions {
  /** The model's graph, mode-neutral. */
  readonly graph: Graph
  readonly model: TypedModel
  readonly teacher?: Teacher | undefined
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

function teacherOutputs(builder: GraphBuilder, student: Graph, teacher: Teacher | undefined): ReadonlyMap<string, ValueId> {
  if (teacher === undefined) return new Map()
  const inputs = new Map(student.inputs.map(({ name, value }) => [name, value]))
  return inlineGraph(builder, inferenceMode.run(teacher.graph), inputs, (name) => teacherPrefix + name)
}

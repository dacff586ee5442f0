/** One step of training as one graph: forward, losses, backward, and the optimiser's update. */
import type { TypedModel } from '../check/typed.js'
import type { Program, StateSlot } from '../engine/engine.js'
import { GraphBuilder } from '../ir/builder.js'
import type { Graph, ValueId, Weights } from '../ir/graph.js'
import { batchSymbol } from '../lower/extern.js'
import { cse } from '../passes/cse.js'
import { dce } from '../passes/dce.js'
import { fold } from '../passes/fold.js'
import { fuse } from '../passes/fuse.js'
import { im2col } from '../passes/im2col.js'
import { inferenceMode } from '../passes/inference-mode.js'
import { moveFactors } from '../passes/move-factors.js'
import { poolFirst } from '../passes/pool-first.js'
import { recompute, type MemoryLimit } from '../passes/recompute.js'
import { trainingModeWith } from '../passes/training-mode.js'
import { zeros, type Tensor } from '../types/tensor.js'
import type { Teacher } from './distill.js'
import { stepName } from './feeds.js'
import { inlineGraph } from './inline.js'
import { taskLoss } from './task-loss.js'
import { writeUpdates, type Carried, type UpdateOptions, type Updates } from './updates.js'

export interface StepOptions extends UpdateOptions {
  /** The model's graph, mode-neutral. */
  readonly graph: Graph
  readonly model: TypedModel
  readonly teacher?: Teacher | undefined
  /** Where the values of a step would take more, cheap ones are computed again instead of kept. */
  readonly memory?: MemoryLimit | undefined
}

/**
 * The train step. Its inputs are the fields, `target:<task>`, `mask:<task>` f32[N], `step:weights` f32[N],
 * `step:alpha` f32[T], the scalars of the update (`step:rate` …), and dropout masks; its outputs `step:losses` and `step:counts`,
 * f32[T], `step:norm`, f32[], and the next values of what is carried: parameters that are learned, running statistics, and the
 * state of the update.
 */
export interface Step extends Updates {
  readonly graph: Graph
  /** Values of parameters that never change, such as the teacher's. */
  readonly fixed: (weights: Weights) => Weights
}

const teacherPrefix = 'teacher:'

export function buildStep(options: StepOptions): Step {
  const { model } = options
  const frozen = (name: string): boolean => options.frozen?.(name) === true
  const forward = trainingModeWith(frozen).run(poolFirst.run(options.graph))
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

  const statistics = forward.parameters.flatMap(({ name }) => {
    const next = outputs.get(`update:${name}`)
    return next === undefined || frozen(name) ? [] : [[name, next] as const]
  })
  const updates = writeUpdates(builder, forward, total, new Map(statistics), options)
  const carried = new Set(updates.parameters.map(({ input }) => input))
  return {
    ...updates,
    graph: [fold, cse, moveFactors, fuse, dce, ...(options.memory === undefined ? [] : [recompute(options.memory)]), im2col].reduce((graph, pass) => pass.run(graph), builder.build()),
    fixed: (values) =>
      new Map([
        ...forward.parameters.filter(({ name }) => !carried.has(name)).map(({ name }) => [name, present(values, name)] as const),
        ...[...(options.teacher?.weights ?? [])].map(([name, tensor]) => [teacherPrefix + name, tensor] as const),
      ]),
  }
}

const slotOf = ({ input, output }: Carried, initial: Tensor): StateSlot => ({ input, output, initial })

const beginning = ({ from, shape }: Carried, weights: Weights): Tensor => (from === undefined ? zeros('f32', shape) : present(weights, from))

/** The step made ready for an engine, beginning with `weights` and, where a run is resumed, `moments`. */
export function programOf(step: Step, weights: Weights, moments?: Weights): Program {
  return {
    graph: step.graph,
    weights: stillRead(step, weights),
    state: [
      ...step.parameters.map((carried) => slotOf(carried, present(weights, carried.input))),
      ...step.moments.map((carried) => slotOf(carried, moments?.get(carried.input) ?? beginning(carried, weights))),
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

import type { TypedField, TypedModel, TypedTask } from '../check/typed.js'
import type { Graph } from '../ir/graph.js'
import { sizes } from '../lower/extern.js'
import type { InputCodec, OutputCodec, Port } from './fields/codec.js'
import { inputCodec, outputCodec } from './fields/index.js'

/** What goes into an emitted model and what comes out of it: the one description that manifest and bindings are made from. */
export interface Interface {
  readonly inputs: readonly InputSlot[]
  readonly outputs: readonly OutputSlot[]
}

export interface InputSlot {
  readonly field: TypedField
  readonly codec: InputCodec
  /** Those of its tensors that the graph reads. */
  readonly ports: readonly Port[]
}

export interface OutputSlot {
  readonly task: TypedTask
  readonly codec: OutputCodec
  /** What it predicts for a sample. */
  readonly shape: readonly number[]
  readonly ports: readonly Port[]
  /** Where the task reads its own target: what the bindings feed with what is written so far. */
  readonly before?: Port
}

/** Whether tasks write texts piece by piece, so that an answer takes many runs. */
export const writesTexts = ({ outputs }: Interface): boolean => outputs.some(({ before }) => before !== undefined)

/** Fields that no task reads are no part of it, but for texts that are tagged: answers say where in them they are. */
export function interfaceOf(model: TypedModel, graph: Graph): Interface {
  const read = new Set(graph.inputs.map(({ name }) => name))
  const inputs = model.data.inputs.map((field): InputSlot => {
    const codec = inputCodec(field)
    return { field, codec, ports: codec.ports(field).filter(({ name }) => read.has(name)) }
  })
  const tagged = new Set(model.tasks.flatMap(({ target: { type } }) => (type.kind === 'tags' ? [type.over] : [])))
  return {
    inputs: inputs.filter(({ field, ports }) => ports.length > 0 || tagged.has(field.name)),
    outputs: model.tasks.map((task): OutputSlot => {
      const codec = outputCodec(task)
      const shape = sizes(task.predict.type.shape)
      const before = codec.before?.(task.target)
      return { task, codec, shape, ports: codec.ports(task.name, task.target, shape), ...(before !== undefined && read.has(before.name) ? { before } : {}) }
    }),
  }
}

import { typeOf, type Weights } from '../ir/graph.js'
import { toOnnx } from '../onnx/write.js'
import { formatType, sameType } from '../types/tensor.js'
import type { Program, StateSlot } from './engine.js'

/** A program as the runtime takes it: plain data that can be sent to a thread. */
export interface Model {
  readonly model: Uint8Array
  readonly threads: number
  readonly state: readonly StateSlot[]
}

/** Emits a program's graph; state comes in as inputs, all other parameters are part of the model. */
export function toModel(program: Program, threads: number): Model {
  return { model: toOnnx(program.graph, fixedWeights(program)), threads, state: program.state ?? [] }
}

/** The values of parameters that are no state. Refuses a program whose state or weights do not fit its graph: an Error which names them. */
export function fixedWeights({ graph, weights, state = [] }: Program): Weights {
  const inputs = new Map([...graph.inputs, ...graph.parameters].map(({ name, value }) => [name, typeOf(graph, value)]))
  const outputs = new Map(graph.outputs.map(({ name, value }) => [name, typeOf(graph, value)]))
  const [read, written] = [new Set<string>(), new Set<string>()]
  for (const { input, output, initial } of state) {
    const [before, after] = [inputs.get(input), outputs.get(output)]
    if (before === undefined) throw new Error(`state \`${input}\` is neither an input nor a parameter of ${graph.name}`)
    if (after === undefined) throw new Error(`state \`${input}\` has no next value: ${graph.name} has no output \`${output}\``)
    if (!sameType(before, after) || !sameType(before, initial)) {
      const types = [before, after, initial].map(formatType)
      throw new Error(`state \`${input}\` is ${types[0]}, its next value ${types[1]}, its first value ${types[2]}`)
    }
    if (read.has(input) || written.has(output)) throw new Error(`state \`${input}\` → \`${output}\` is given twice`)
    read.add(input)
    written.add(output)
  }
  const missing = graph.parameters.find(({ name }) => !read.has(name) && !weights.has(name))
  if (missing !== undefined) throw new Error(`parameter \`${missing.name}\` has no values: it is neither weight nor state`)
  return new Map([...weights].filter(([name]) => !read.has(name)))
}

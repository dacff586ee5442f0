import { typeOf } from '../ir/graph.js'
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
export function toModel({ graph, weights, state = [] }: Program, threads: number): Model {
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
  const fixed = new Map([...weights].filter(([name]) => !read.has(name)))
  return { model: toOnnx(graph, fixed), threads, state }
}

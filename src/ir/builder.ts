import type { Span } from '../diagnostics/diagnostic.js'
import { opNamed } from '../ops/index.js'
import type { Writer } from '../ops/op.js'
import { scalar, type Tensor, type TensorType } from '../types/tensor.js'
import type { Attributes, Graph, GraphInput, GraphOutput, Init, Node, Parameter, RandomSource, ValueId } from './graph.js'

/** Grows a graph node by node; every value gets its type from its op's rule. */
export class GraphBuilder implements Writer {
  readonly #name: string
  readonly #inputs: GraphInput[] = []
  readonly #parameters: Parameter[] = []
  readonly #nodes: Node[] = []
  readonly #outputs: GraphOutput[] = []
  readonly #types = new Map<ValueId, TensorType>()
  readonly #scalars = new Map<number, ValueId>()
  #next: ValueId = 0
  #scope: string | undefined
  #span: Span | undefined

  /** Starts empty, or from a graph whose value ids stay as they are. */
  constructor(name: string, from?: Graph) {
    this.#name = name
    if (from === undefined) return
    this.#inputs.push(...from.inputs)
    this.#parameters.push(...from.parameters)
    this.#nodes.push(...from.nodes)
    this.#outputs.push(...from.outputs)
    for (const [value, type] of from.types) {
      this.#types.set(value, type)
      this.#next = Math.max(this.#next, value + 1)
    }
  }

  input(name: string, type: TensorType, random?: RandomSource): ValueId {
    const value = this.#define(type)
    this.#inputs.push({ name, value, ...(random === undefined ? {} : { random }) })
    return value
  }

  parameter(name: string, type: TensorType, init: Init, trainable = true): ValueId {
    const value = this.#define(type)
    this.#parameters.push({ name, value, trainable, init })
    return value
  }

  output(name: string, value: ValueId): void {
    this.#outputs.push({ name, value })
  }

  /** Applies an op with one output. */
  add(op: string, inputs: readonly ValueId[], attributes: Attributes = {}): ValueId {
    const outputs = this.addAll(op, inputs, attributes)
    const [value] = outputs
    if (value === undefined || outputs.length !== 1) throw new Error(`op ${op} has ${outputs.length} outputs, not one`)
    return value
  }

  addAll(op: string, inputs: readonly ValueId[], attributes: Attributes = {}): readonly ValueId[] {
    const types = opNamed(op).infer(inputs.map((value) => this.typeOf(value)), attributes)
    const outputs = types.map((type) => this.#define(type))
    this.#nodes.push({
      op,
      inputs,
      outputs,
      attributes,
      ...(this.#scope === undefined ? {} : { scope: this.#scope }),
      ...(this.#span === undefined ? {} : { span: this.#span }),
    })
    return outputs
  }

  constant(tensor: Tensor): ValueId {
    return this.add('constant', [], { value: tensor })
  }

  scalar(value: number): ValueId {
    const known = this.#scalars.get(value)
    if (known !== undefined) return known
    const made = this.constant(scalar(value))
    this.#scalars.set(value, made)
    return made
  }

  /** Nodes added by `write` carry this scope and span. */
  within<T>(scope: string | undefined, span: Span | undefined, write: () => T): T {
    const [outerScope, outerSpan] = [this.#scope, this.#span]
    this.#scope = scope
    this.#span = span
    try {
      return write()
    } finally {
      this.#scope = outerScope
      this.#span = outerSpan
    }
  }

  typeOf(value: ValueId): TensorType {
    const type = this.#types.get(value)
    if (type === undefined) throw new Error(`value %${value} is not defined in graph ${this.#name}`)
    return type
  }

  get nodes(): readonly Node[] {
    return this.#nodes
  }

  build(): Graph {
    return {
      name: this.#name,
      inputs: [...this.#inputs],
      parameters: [...this.#parameters],
      nodes: [...this.#nodes],
      outputs: [...this.#outputs],
      types: new Map(this.#types),
    }
  }

  #define(type: TensorType): ValueId {
    const value = this.#next++
    this.#types.set(value, type)
    return value
  }
}

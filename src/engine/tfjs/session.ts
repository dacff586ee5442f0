import { typeOf, type Node, type ValueId } from '../../ir/graph.js'
import type { Feeds, Program, Session, StateSlot } from '../engine.js'
import { checkFeeds, type Signature } from '../feeds.js'
import { fixedWeights } from '../program.js'
import { Turns } from '../turns.js'
import type { Tf, TfTensor } from './form.js'
import { applyNode, valueOf, type Values } from './interpret.js'
import { fromTf, toTf } from './tensors.js'

/** How long a run may keep the thread to itself, in milliseconds; a single node may take longer. */
const stretch = 30

/** Lets what waits in this thread have its turn: timers, keys, signals. */
const others = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

interface Slot extends StateSlot {
  readonly value: ValueId
  readonly next: ValueId
}

/** Interprets a program. Tensors live outside of JavaScript's own memory management: each is freed after its last use. */
export class TfjsSession implements Session {
  readonly #tf: Tf
  readonly #program: Program
  readonly #turns = new Turns()
  readonly #slots: readonly Slot[]
  readonly #kept: ReadonlySet<string>
  readonly #fed: Signature
  /** Nodes that depend on what is fed or carried. */
  readonly #nodes: readonly Node[]
  /** For each of them, the values that nothing needs after it. */
  readonly #unneeded: readonly (readonly ValueId[])[]
  /** Weights, constants, and the state as it stands: what outlives a run. */
  readonly #held: Values = new Map()

  constructor(tf: Tf, program: Program) {
    const { graph, state = [] } = program
    const weights = fixedWeights(program)
    const entries = [...graph.inputs, ...graph.parameters]
    const [inputs, outputs] = [new Map(entries.map(({ name, value }) => [name, value])), new Map(graph.outputs.map(({ name, value }) => [name, value]))]
    this.#tf = tf
    this.#program = program
    this.#slots = state.map((slot) => ({ ...slot, value: inputs.get(slot.input) ?? -1, next: outputs.get(slot.output) ?? -1 }))
    this.#kept = new Set(state.map(({ input }) => input))
    this.#fed = new Map(graph.inputs.filter(({ name }) => !this.#kept.has(name)).map(({ name, value }) => [name, typeOf(graph, value)]))
    for (const { name, value } of graph.parameters) {
      const tensor = weights.get(name)
      if (tensor !== undefined) this.#held.set(value, toTf(tf, tensor))
    }
    for (const { value, initial } of this.#slots) this.#held.set(value, toTf(tf, initial))
    const fixed = graph.nodes.filter(({ inputs: operands }) => operands.length === 0)
    for (const node of fixed) this.#apply(node, this.#held)
    this.#nodes = graph.nodes.filter((node) => !fixed.includes(node))
    this.#unneeded = lastUses(this.#nodes, new Set([...this.#held.keys(), ...graph.outputs.map(({ value }) => value)]))
  }

  run(inputs: Feeds): Promise<Feeds> {
    return this.#turns.take(async () => {
      checkFeeds(inputs, this.#fed, this.#kept)
      return this.#through(inputs, (values) => {
        const carried = new Set(this.#slots.map(({ output }) => output))
        const { graph } = this.#program
        const results = graph.outputs
          .filter(({ name }) => !carried.has(name))
          .map(({ name, value }) => [name, fromTf(valueOf(values, value), typeOf(graph, value).dtype)] as const)
        const next = this.#slots.map((slot) => this.#tf.clone(valueOf(values, slot.next)))
        for (const [index, { value }] of this.#slots.entries()) {
          this.#held.get(value)?.dispose()
          this.#held.set(value, next[index])
        }
        return Object.fromEntries(results)
      })
    })
  }

  read(): Promise<Feeds> {
    return this.#turns.take(async () =>
      Object.fromEntries(this.#slots.map(({ input, value, initial }) => [input, fromTf(valueOf(this.#held, value), initial.dtype)])))
  }

  /** State stays as it is: what the runs compute for it is not taken over. */
  time(inputs: Feeds, runs: number, warmup: number): Promise<readonly number[]> {
    return this.#turns.take(async () => {
      checkFeeds(inputs, this.#fed, this.#kept)
      const times: number[] = []
      for (let index = 0; index < warmup + runs; index++) {
        const start = performance.now()
        await this.#through(inputs, (values) => this.#program.graph.outputs.map(({ value }) => valueOf(values, value).dataSync()))
        if (index >= warmup) times.push(performance.now() - start)
      }
      return times
    })
  }

  close(): Promise<void> {
    return this.#turns.close(async () => {
      for (const tensor of this.#held.values()) tensor.dispose()
      this.#held.clear()
    })
  }

  /** Computes all values, lets `take` have what it wants of them, and frees them. */
  async #through<T>(inputs: Feeds, take: (values: ReadonlyMap<ValueId, TfTensor>) => T): Promise<T> {
    const values: Values = new Map(this.#held)
    try {
      for (const { name, value } of this.#program.graph.inputs) {
        const tensor = inputs[name]
        if (tensor !== undefined) values.set(value, toTf(this.#tf, tensor))
      }
      let since = performance.now()
      for (const [index, node] of this.#nodes.entries()) {
        this.#apply(node, values)
        for (const value of this.#unneeded[index]) {
          values.get(value)?.dispose()
          values.delete(value)
        }
        if (performance.now() - since < stretch) continue
        await others()
        since = performance.now()
      }
      return take(values)
    } finally {
      for (const [value, tensor] of values) if (!this.#held.has(value)) tensor.dispose()
    }
  }

  #apply(node: Node, values: Values): void {
    const made = this.#tf.tidy(() => [...applyNode(this.#tf, this.#program.graph, node, values)])
    for (const [index, value] of node.outputs.entries()) values.set(value, made[index])
  }
}

/** For each node, the values that no later one reads, without those that are `kept`. */
function lastUses(nodes: readonly Node[], kept: ReadonlySet<ValueId>): readonly (readonly ValueId[])[] {
  const seen = new Set(kept)
  const found = nodes.toReversed().map((node) => {
    const last = [...new Set([...node.inputs, ...node.outputs])].filter((value) => !seen.has(value))
    for (const value of last) seen.add(value)
    return last
  })
  return found.toReversed()
}

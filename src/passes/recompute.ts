import { GraphBuilder } from '../ir/builder.js'
import type { Graph, Node, ValueId } from '../ir/graph.js'
import { typeOf } from '../ir/graph.js'
import { liveness, type Liveness } from '../ir/liveness.js'
import { usesOf, type Uses } from '../ir/uses.js'
import { opNamed } from '../ops/index.js'
import { isStatic } from '../ops/shapes.js'
import type { Pass } from './pass.js'

export interface MemoryLimit {
  /** Samples of a step. */
  readonly batch: number
  /** Bytes that the values of the graph may take at once. */
  readonly bytes: number
}

/**
 * Computes cheap values (activations, norms) a second time where they are needed again, instead of keeping them over the
 * moment at which memory is fullest, as long as more is kept then than the limit allows (Chen et al. 2016, Training deep
 * nets with sublinear memory cost; which values: greedily, the largest first). The numbers stay the same to the bit.
 */
export const recompute = (limit: MemoryLimit): Pass => ({
  name: 'recompute',
  run(graph: Graph): Graph {
    let best = graph
    const kept = new Set<ValueId>()
    for (;;) {
      const live = liveness(best, limit.batch)
      if (live.peak <= limit.bytes) return best
      const value = heaviest(best, live, kept)
      if (value === undefined) return best
      const next = again(best, live, value)
      // What must be made for it first may take more than it frees.
      if (next === undefined || liveness(next, limit.batch).peak > live.peak) kept.add(value)
      else best = next
    }
  },
})

const cheap = (node: Node | undefined): node is Node => node !== undefined && node.inputs.length > 0 && opNamed(node.op).cheap === true

/** The largest value that is kept over the peak, where no node reads it, and could be made again. */
function heaviest(graph: Graph, { storage, at }: Liveness, kept: ReadonlySet<ValueId>): ValueId | undefined {
  const uses = usesOf(graph)
  const outputs = new Set(graph.outputs.map(({ value }) => value))
  let [found, most]: [ValueId | undefined, number] = [undefined, 0]
  for (const [value, { bytes, from, to }] of storage) {
    if (bytes <= most || from >= at || to <= at || kept.has(value) || outputs.has(value)) continue
    const users = uses.users(value)
    if (!cheap(graph.nodes[uses.maker(value) ?? -1]) || users.includes(at) || !users.some((user) => user > at)) continue
    ;[found, most] = [value, bytes]
  }
  return found
}

/**
 * The graph in which readers behind the peak read `value` as it is made again before the first of them: from what
 * lives until then anyway, by way of other cheap values. Undefined where it cannot.
 */
function again(graph: Graph, live: Liveness, value: ValueId): Graph | undefined {
  const uses = usesOf(graph)
  const first = uses.users(value).find((user) => user > live.at)
  const late = first === undefined ? undefined : lateValue(graph, uses, live.at, first)
  if (first === undefined || late === undefined) return undefined
  const chain = chainTo(graph, uses, live, value, first)
  if (chain === undefined) return undefined

  const builder = new GraphBuilder(graph.name, { ...graph, nodes: [], outputs: [] })
  const copies = new Map<ValueId, ValueId>()
  const nodes: Node[] = []
  for (const [index, node] of graph.nodes.entries()) {
    if (index === first) {
      for (const { inputs, outputs, op, attributes, scope, span } of chain) {
        const waits = inputs.some((input) => copies.has(input)) ? undefined : inputs.find((input) => graph.nodes[uses.maker(input) ?? -1]?.inputs.length !== 0)
        const operands = inputs.map((input) => copies.get(input) ?? (input === waits ? builder.add('after', [input, late]) : input))
        const made = builder.within(scope, span, () => builder.addAll(op, operands, attributes))
        for (const [position, output] of outputs.entries()) copies.set(output, made[position] ?? output)
      }
      nodes.push(...builder.nodes)
    }
    const copy = copies.get(value)
    nodes.push(copy === undefined ? node : { ...node, inputs: node.inputs.map((input) => (input === value ? copy : input)) })
  }
  const { types } = builder.build()
  return { ...graph, nodes, types }
}

/** A value that is made behind the peak and before its reader, preferably one that the reader reads too. */
function lateValue(graph: Graph, uses: Uses, peak: number, reader: number): ValueId | undefined {
  const before = graph.nodes.slice(peak + 1, reader).toReversed().flatMap(({ outputs }) => outputs)
  return [...(graph.nodes[reader]?.inputs ?? []), ...before].find((value) => {
    const maker = uses.maker(value)
    // A runtime knows the size of a static value beforehand, and need not wait.
    return maker !== undefined && maker > peak && maker < reader && !isStatic(typeOf(graph, value).shape)
  })
}

/** The nodes that make `value` from what still lives at `reader`, in order; undefined where one of them is not cheap. */
function chainTo(graph: Graph, uses: Uses, { storage }: Liveness, value: ValueId, reader: number): readonly Node[] | undefined {
  const chain = new Set<number>()
  const collect = (wanted: ValueId): boolean => {
    const maker = uses.maker(wanted) ?? -1
    const node = graph.nodes[maker]
    if (!cheap(node)) return false
    chain.add(maker)
    return node.inputs.every((input) => {
      const kept = storage.get(input)
      return kept === undefined || kept.to >= reader || collect(input)
    })
  }
  if (!collect(value)) return undefined
  return [...chain].toSorted((a, b) => a - b).flatMap((index) => graph.nodes[index] ?? [])
}

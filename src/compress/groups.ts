import { typeOf, type Graph, type ValueId } from '../ir/graph.js'
import { covers } from '../ir/path.js'
import type { ChannelAxis } from '../ops/op.js'
import { opNamed } from '../ops/index.js'
import type { Kept } from '../passes/prune.js'
import { UnionFind } from './union-find.js'

/** One axis of one value in a group: `channels[c]` are the indices that go when channel c goes. */
export interface GroupMember {
  readonly value: ValueId
  readonly axis: number
  readonly channels: readonly (readonly number[])[]
  /** The parameter's name, where the value is one. */
  readonly parameter?: string
}

/**
 * Channels that can only be removed together, through every value that they reach (DepGraph, Fang et al.
 * 2023, section 3): a layer's outputs, the biases and norms after it, the inputs of the layers that read them.
 */
export interface ChannelGroup {
  /** The path of the layer that makes the channels, such as `trunk.lenet.conv1`. */
  readonly name: string
  /** How many channels there are. */
  readonly size: number
  readonly members: readonly GroupMember[]
}

/** Why channels stay: they are the model's inputs or outputs, an op has no rule for them, or the file says `keep`. */
export type FreezeReason = { readonly kind: 'input' | 'output' | 'op' | 'keep'; readonly name: string }

export interface FrozenGroup extends ChannelGroup {
  readonly reason: FreezeReason
}

export interface ChannelGroups {
  readonly free: readonly ChannelGroup[]
  readonly frozen: readonly FrozenGroup[]
}

/** All groups that touch a weight. `keep` are paths whose weights stay as they are. */
export function channelGroups(graph: Graph, keep: readonly string[] = []): ChannelGroups {
  const elements = new Elements(graph)
  const frozen = new Map<number, FreezeReason>()
  const freeze = (value: ValueId, reason: FreezeReason): void => {
    for (const element of elements.of(value)) if (!frozen.has(element)) frozen.set(element, reason)
  }
  for (const { name, value } of graph.inputs) freeze(value, { kind: 'input', name })
  for (const { name, value } of graph.outputs) freeze(value, { kind: 'output', name })
  for (const { name, value } of graph.parameters) {
    const path = keep.find((candidate) => covers(candidate, name))
    if (path !== undefined) freeze(value, { kind: 'keep', name: path })
  }

  const joined = new UnionFind(elements.count)
  for (const node of graph.nodes) {
    const types = (values: readonly ValueId[]) => values.map((value) => typeOf(graph, value))
    const links = opNamed(node.op).channels?.(types(node.inputs), types(node.outputs), node.attributes) ?? []
    const valueOf = ({ operand, index }: ChannelAxis): ValueId | undefined =>
      (operand === 'input' ? node.inputs : node.outputs)[index]
    const covered = new Set<number>()
    for (const { from, to, repeat = 1, offset = 0 } of links) {
      const [source, target] = [elements.axis(valueOf(from), from.axis), elements.axis(valueOf(to), to.axis)]
      if (source === undefined || target === undefined) continue
      for (let channel = 0; channel < source.size; channel++) {
        for (let step = 0; step < repeat; step++) {
          const index = offset + channel * repeat + step
          if (index >= target.size) continue
          joined.union(source.start + channel, target.start + index)
          covered.add(source.start + channel).add(target.start + index)
        }
      }
    }
    // What the op does not speak of must keep its size: spatial axes, and everything of an op without a rule.
    const reason: FreezeReason = { kind: 'op', name: node.op }
    for (const value of new Set([...node.inputs, ...node.outputs])) {
      for (const element of elements.of(value)) {
        if (!covered.has(element) && !frozen.has(element)) frozen.set(element, reason)
      }
    }
  }
  return collect(graph, elements, joined, frozen)
}

/** Puts the joined elements together: a component is one channel; components that touch the same axes are one group. */
function collect(
  graph: Graph,
  elements: Elements,
  joined: UnionFind,
  frozen: ReadonlyMap<number, FreezeReason>,
): ChannelGroups {
  const parameters = new Map(graph.parameters.map(({ name, value }) => [value, name]))
  const components = new Map<number, number[]>()
  for (let element = 0; element < elements.count; element++) {
    const root = joined.find(element)
    const component = components.get(root)
    if (component === undefined) components.set(root, [element])
    else component.push(element)
  }

  const groups = new Map<string, { channels: number[][]; reason: FreezeReason | undefined }>()
  for (const component of components.values()) {
    const axes = [...new Set(component.map((element) => elements.axisOf(element)))].toSorted((a, b) => a - b)
    const values = axes.map((axis) => elements.valueOfAxis(axis))
    // An axis that no activation shares is a kernel's width or a weight that nothing reads.
    if (!values.some((value) => parameters.has(value)) || values.every((value) => parameters.has(value))) continue
    const reason = component.map((element) => frozen.get(element)).find((found) => found !== undefined)
    const key = `${axes.join(',')}|${reason === undefined ? '' : `${reason.kind} ${reason.name}`}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { channels: [component], reason })
    else group.channels.push(component)
  }

  const taken = new Map<string, number>()
  const [free, kept]: [ChannelGroup[], FrozenGroup[]] = [[], []]
  // Free groups are named first: theirs are the names that plans and reports speak of.
  const order = [undefined, 'keep', 'op', 'output', 'input']
  for (const { channels, reason } of [...groups.values()].toSorted((a, b) => order.indexOf(a.reason?.kind) - order.indexOf(b.reason?.kind))) {
    const axes = [...new Set((channels[0] ?? []).map((element) => elements.axisOf(element)))]
    const members = axes.map((axis): GroupMember => {
      const { value, index } = elements.describe(axis)
      const parameter = parameters.get(value)
      return {
        value,
        axis: index,
        channels: channels.map((component) => elements.indices(component, axis)),
        ...(parameter === undefined ? {} : { parameter }),
      }
    })
    const base = nameOf(graph, members)
    const seen = (taken.get(base) ?? 0) + 1
    taken.set(base, seen)
    const group = { name: seen === 1 ? base : `${base}#${seen}`, size: channels.length, members }
    if (reason === undefined) free.push(group)
    else kept.push({ ...group, reason })
  }
  return { free, frozen: kept }
}

/** The path of the first layer whose output holds the channels; without one, of the first weight that has them. */
function nameOf(graph: Graph, members: readonly GroupMember[]): string {
  const inside = new Map(members.map((member) => [member.value, member]))
  const named = (value: ValueId): string | undefined => inside.get(value)?.parameter
  const maker = graph.nodes.find(
    (node) => node.inputs.some((value) => named(value) !== undefined) && node.outputs.some((value) => inside.has(value)),
  )
  const parameter = maker?.inputs.map(named).find((name) => name !== undefined) ??
    graph.parameters.find(({ value }) => inside.has(value))?.name ?? 'group'
  const end = parameter.lastIndexOf('.')
  return end < 0 ? parameter : parameter.slice(0, end)
}

/** The integers below `size` that are not gone. */
const rest = (size: number, gone: ReadonlySet<number>): readonly number[] =>
  Array.from({ length: size }, (_, index) => index).filter((index) => !gone.has(index))

/** What stays of every value when each group keeps the channels that the plan names; others stay whole. */
export function keptBy(graph: Graph, groups: readonly ChannelGroup[], plan: ReadonlyMap<string, readonly number[]>): Kept {
  const removed = new Map<ValueId, Map<number, Set<number>>>()
  for (const { name, members, size } of groups) {
    const stays = plan.get(name)
    if (stays === undefined || stays.length === size) continue
    const staying = new Set(stays)
    for (const { value, axis, channels } of members) {
      const axes = removed.get(value) ?? new Map<number, Set<number>>()
      const indices = axes.get(axis) ?? new Set<number>()
      for (const [channel, list] of channels.entries()) if (!staying.has(channel)) for (const index of list) indices.add(index)
      removed.set(value, axes.set(axis, indices))
    }
  }
  return new Map(
    [...removed].map(([value, axes]) => {
      const { shape } = typeOf(graph, value)
      return [value, new Map([...axes].map(([axis, gone]) => [axis, rest(Number(shape[axis]), gone)]))]
    }),
  )
}

/** Numbers every index of every fixed axis of every value. Axes of size 1 are broadcast or trivial and have none. */
class Elements {
  readonly count: number
  readonly #axes: { readonly value: ValueId; readonly index: number; readonly start: number; readonly size: number }[] = []
  readonly #byValue = new Map<ValueId, Map<number, number>>()
  readonly #axisOf: Int32Array

  constructor(graph: Graph) {
    let start = 0
    for (const value of graph.types.keys()) {
      for (const [index, size] of typeOf(graph, value).shape.entries()) {
        if (typeof size !== 'number' || size < 2) continue
        const axes = this.#byValue.get(value) ?? new Map<number, number>()
        this.#byValue.set(value, axes.set(index, this.#axes.length))
        this.#axes.push({ value, index, start, size })
        start += size
      }
    }
    this.count = start
    this.#axisOf = new Int32Array(start)
    for (const [axis, { start: first, size }] of this.#axes.entries()) this.#axisOf.fill(axis, first, first + size)
  }

  axis(value: ValueId | undefined, index: number): { readonly start: number; readonly size: number } | undefined {
    const axis = value === undefined ? undefined : this.#byValue.get(value)?.get(index)
    return axis === undefined ? undefined : this.#axes[axis]
  }

  *of(value: ValueId): Iterable<number> {
    for (const axis of this.#byValue.get(value)?.values() ?? []) {
      const { start, size } = this.describe(axis)
      for (let element = start; element < start + size; element++) yield element
    }
  }

  axisOf(element: number): number {
    return this.#axisOf[element] ?? -1
  }

  valueOfAxis(axis: number): ValueId {
    return this.describe(axis).value
  }

  indices(component: readonly number[], axis: number): readonly number[] {
    const { start } = this.describe(axis)
    return component.filter((element) => this.axisOf(element) === axis).map((element) => element - start)
  }

  describe(axis: number): { readonly value: ValueId; readonly index: number; readonly start: number; readonly size: number } {
    const found = this.#axes[axis]
    if (found === undefined) throw new Error(`there is no axis ${axis}`)
    return found
  }
}

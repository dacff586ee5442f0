import type { Graph, ValueId } from '../../ir/graph.js'
import { colourAt, inputColour, sharedColour, type Colour } from './palette.js'

/** Boxes that belong to the same tasks in the same way. */
export interface Part {
  readonly id: string
  /** `head`: a task's own layers; `exclusive`: what is outside its head, and yet read by that task alone. */
  readonly kind: 'input' | 'shared' | 'head' | 'exclusive'
  /** The tasks whose predictions depend on it; empty for inputs. */
  readonly tasks: readonly string[]
  /** As a legend has it. */
  readonly label: string
  readonly colour: Colour
}

export interface Partition {
  /** The id of the part of what `readers` read, made under the path `path`; without readers, of an input. */
  of(readers: ReadonlySet<string> | undefined, path: string): string
  /** The parts asked for, in the order of a legend. */
  used(): readonly Part[]
}

/** The tasks whose predictions depend on each value. */
export function readersOf(graph: Graph): ReadonlyMap<ValueId, ReadonlySet<string>> {
  const readers = new Map<ValueId, Set<string>>()
  const add = (value: ValueId, tasks: Iterable<string>): void => {
    const known = readers.get(value) ?? new Set()
    for (const task of tasks) known.add(task)
    readers.set(value, known)
  }
  for (const { name, value } of graph.outputs) add(value, [name])
  for (const node of graph.nodes.toReversed()) {
    const tasks = new Set(node.outputs.flatMap((value) => [...(readers.get(value) ?? [])]))
    for (const value of node.inputs) add(value, tasks)
  }
  return readers
}

const kinds: readonly Part['kind'][] = ['input', 'shared', 'exclusive', 'head']

/** Shares boxes out among the tasks: a colour for each task, grey for what all share, one more for each other set of tasks. */
export function partition(tasks: readonly string[]): Partition {
  const used = new Map<string, Part>()
  const colours = new Map<string, Colour>(tasks.map((task, index) => [task, colourAt(index)]))
  const colourOf = (key: string): Colour => {
    const colour = colours.get(key) ?? colourAt(colours.size)
    colours.set(key, colour)
    return colour
  }
  const part = (readers: ReadonlySet<string> | undefined, path: string): Part => {
    if (readers === undefined) return { id: 'input', kind: 'input', tasks: [], label: 'input', colour: inputColour }
    const whose = tasks.filter((task) => readers.has(task))
    const [task = '', second] = whose
    if (second === undefined) {
      const kind = path.split('.')[0] === task ? 'head' : 'exclusive'
      return { id: `${kind}:${task}`, kind, tasks: whose, label: kind === 'head' ? `${task}: head` : `${task}: read by it alone`, colour: colourOf(task) }
    }
    const all = whose.length === tasks.length
    const names = whose.join(', ')
    return { id: `shared:${whose.join(',')}`, kind: 'shared', tasks: whose, label: all ? 'shared by all tasks' : `shared by ${names}`, colour: all ? sharedColour : colourOf(names) }
  }
  return {
    of(readers, path) {
      const found = part(readers, path)
      if (!used.has(found.id)) used.set(found.id, found)
      return found.id
    },
    used: () => [...used.values()].toSorted((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || b.tasks.length - a.tasks.length),
  }
}

/**
 * Colours that stay apart for colour-blind readers (Okabe & Ito, "Color Universal Design", 2008): one for each task,
 * one for each group of some that share, a neutral one for what all share; light fills, under dark text.
 */
import type { DrawnNode, Drawing } from './drawing.js'

export interface Paint {
  readonly fill: string
  readonly line: string
  readonly dashed: boolean
}

export const ink = '#1f2328'
export const faint = '#57606a'
/** In the order of the tasks, wherever they are drawn. */
export const taskColours = ['#e69f00', '#56b4e9', '#009e73', '#cc79a7', '#d55e00', '#0072b2', '#f0e442'] as const
const sharedColour = '#6e7781'

/** A mixture with white, or another grey: `share` of the colour. */
export function mixed(colour: string, share: number, other = 255): string {
  const channel = (from: number): string =>
    Math.round(Number.parseInt(colour.slice(from, from + 2), 16) * share + other * (1 - share))
      .toString(16)
      .padStart(2, '0')
  return `#${channel(1)}${channel(3)}${channel(5)}`
}

const paint = (colour: string, fill: number, dashed = false): Paint => ({ fill: mixed(colour, fill), line: mixed(colour, 0.75, 0), dashed })

const sharedPaint: Paint = paint(sharedColour, 0.22)
const inputPaint: Paint = { fill: '#ffffff', line: faint, dashed: false }

/** The nth colour, for a task or a group of tasks; after the last they come again, stronger. */
const colourPaint = (index: number, exclusive = false): Paint =>
  paint(taskColours[index % taskColours.length] ?? sharedColour, (exclusive ? 0.2 : 0.42) + 0.12 * (Math.floor(index / taskColours.length) % 3), exclusive)

/** Whose a part of the picture is, as the legend has it. */
export interface Owner {
  /** The same for all that have the same paint. */
  readonly key: string
  readonly text: string
  readonly paint: Paint
}

type Owned = Pick<DrawnNode, 'role' | 'tasks'>

/** Groups of several tasks, but not of all, that share something; in the order in which they come. */
const groups = ({ tasks, nodes }: Drawing): readonly string[] => [
  ...new Set(nodes.filter((node) => node.role === 'shared' && node.tasks.length < tasks.length).map((node) => node.tasks.join(', '))),
]

export function ownerOf(drawing: Drawing, { role, tasks }: Owned): Owner {
  const [task = ''] = tasks
  if (role === 'input') return { key: 'input', text: 'input', paint: inputPaint }
  if (role === 'shared' && tasks.length < drawing.tasks.length) {
    const names = tasks.join(', ')
    return { key: `shared ${names}`, text: `shared by ${names}`, paint: colourPaint(drawing.tasks.length + Math.max(0, groups(drawing).indexOf(names))) }
  }
  if (role === 'shared') return { key: 'shared', text: 'shared', paint: sharedPaint }
  const exclusive = role === 'exclusive'
  return { key: `${exclusive ? 'own' : 'task'} ${task}`, text: exclusive ? `${task}: own copy` : task, paint: colourPaint(Math.max(0, drawing.tasks.indexOf(task)), exclusive) }
}

/** What the colours mean, in the order in which they are told. */
export function legend(drawing: Drawing): readonly Owner[] {
  const owners = new Map(drawing.nodes.map((node) => ownerOf(drawing, node)).map((owner) => [owner.key, owner]))
  const keys = ['shared', ...groups(drawing).map((names) => `shared ${names}`), ...drawing.tasks.flatMap((task) => [`task ${task}`, `own ${task}`])]
  return keys.flatMap((key) => owners.get(key) ?? [])
}

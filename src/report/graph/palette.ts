/**
 * Colours that stay apart for colour-blind readers (Okabe & Ito, "Color Universal Design", 2008): one for each task,
 * a neutral one for what is shared; light fills, under dark text.
 */
import type { DrawnNode, Drawing } from './drawing.js'

export interface Paint {
  readonly fill: string
  readonly line: string
  readonly dashed: boolean
}

export const ink = '#1f2328'
export const faint = '#57606a'
const taskColours = ['#e69f00', '#56b4e9', '#009e73', '#cc79a7', '#d55e00', '#0072b2', '#f0e442'] as const
const sharedColour = '#6e7781'

/** A mixture with white: `share` of the colour. */
function mixed(colour: string, share: number, other = 255): string {
  const channel = (from: number): string =>
    Math.round(Number.parseInt(colour.slice(from, from + 2), 16) * share + other * (1 - share))
      .toString(16)
      .padStart(2, '0')
  return `#${channel(1)}${channel(3)}${channel(5)}`
}

const paint = (colour: string, fill: number, dashed = false): Paint => ({ fill: mixed(colour, fill), line: mixed(colour, 0.75, 0), dashed })

export const sharedPaint: Paint = paint(sharedColour, 0.22)
export const inputPaint: Paint = { fill: '#ffffff', line: faint, dashed: false }
export const taskPaint = (drawing: Drawing, task: string, exclusive = false): Paint =>
  paint(taskColours[Math.max(0, drawing.tasks.indexOf(task)) % taskColours.length] ?? sharedColour, exclusive ? 0.2 : 0.42, exclusive)

export function paintOf(drawing: Drawing, { role, tasks }: Pick<DrawnNode, 'role' | 'tasks'>): Paint {
  if (role === 'input') return inputPaint
  const [task] = tasks
  return role === 'shared' || task === undefined ? sharedPaint : taskPaint(drawing, task, role === 'exclusive')
}

/** What the colours mean, in the order in which they are told. */
export function legend(drawing: Drawing): readonly { readonly text: string; readonly paint: Paint }[] {
  const has = (role: string, task?: string): boolean => drawing.nodes.some((node) => node.role === role && (task === undefined || node.tasks.includes(task)))
  return [
    ...(has('shared') ? [{ text: 'shared', paint: sharedPaint }] : []),
    ...drawing.tasks.flatMap((task) => [
      { text: task, paint: taskPaint(drawing, task) },
      ...(has('exclusive', task) ? [{ text: `${task}: own copy`, paint: taskPaint(drawing, task, true) }] : []),
    ]),
  ]
}

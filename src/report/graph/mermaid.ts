/** The picture as a Mermaid flowchart, which Markdown pages show. */
import { captionLines, costCaption } from './caption.js'
import { clusters, type Cluster } from './clusters.js'
import type { DrawnNode, Drawing } from './drawing.js'
import { ink, inputPaint, sharedPaint, taskPaint, type Paint } from './palette.js'

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const style = (name: string, { fill, line, dashed }: Paint): string =>
  `  classDef ${name} fill:${fill},stroke:${line},color:${ink}${dashed ? ',stroke-dasharray:4 3' : ''}`

export function mermaid(drawing: Drawing): string {
  const ids = new Map(drawing.nodes.map(({ id }, index) => [id, `n${index}`]))
  const idOf = (id: string): string => ids.get(id) ?? id
  const used = new Set(drawing.nodes.map((node) => className(drawing, node)))
  const classes: readonly (readonly [string, Paint])[] = [
    ['input', inputPaint],
    ['shared', sharedPaint],
    ...drawing.tasks.flatMap((task, index) => [[`task${index}`, taskPaint(drawing, task)], [`own${index}`, taskPaint(drawing, task, true)]] as const),
  ]
  return `${[
    '---',
    `title: ${JSON.stringify(`${drawing.model}: ${costCaption(drawing.total)}`)}`,
    '---',
    'flowchart TB',
    ...box(drawing, clusters(drawing), '  ', idOf),
    ...drawing.edges.map(({ from, to }) => `  ${idOf(from)} --> ${idOf(to)}`),
    ...classes.filter(([name]) => used.has(name)).map(([name, paint]) => style(name, paint)),
  ].join('\n')}\n`
}

function className(drawing: Drawing, { role, tasks }: DrawnNode): string {
  if (role === 'input' || role === 'shared') return role
  return `${role === 'exclusive' ? 'own' : 'task'}${drawing.tasks.indexOf(tasks[0] ?? '')}`
}

function box(drawing: Drawing, { path, label, nodes, clusters: inner }: Cluster, indent: string, idOf: (id: string) => string): readonly string[] {
  const deeper = path === '' ? indent : `${indent}  `
  const content = [
    ...nodes.map((node) => {
      const lines = [`<b>${escaped(node.name)}</b>`, ...captionLines(node, drawing.tasks.length).map(escaped)].join('<br/>')
      const [open, close] = node.role === 'input' || node.role === 'output' ? ['(["', '"])'] : ['["', '"]']
      return `${deeper}${idOf(node.id)}${open}${lines}${close}:::${className(drawing, node)}`
    }),
    ...inner.flatMap((cluster) => box(drawing, cluster, deeper, idOf)),
  ]
  return path === '' ? content : [`${indent}subgraph ${clusterId(path)}["${escaped(label)}"]`, ...content, `${indent}end`]
}

const clusterId = (path: string): string => `c_${path.replaceAll(/\W/g, '_')}`

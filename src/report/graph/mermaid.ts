/** The picture as a Mermaid flowchart, which Markdown pages show. */
import { captionLines, costCaption } from './caption.js'
import { clusters, type Cluster } from './clusters.js'
import type { DrawnNode, Drawing } from './drawing.js'
import { ink, legend, ownerOf, type Paint } from './palette.js'

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const style = (name: string, { fill, line, dashed }: Paint): string =>
  `  classDef ${name} fill:${fill},stroke:${line},color:${ink}${dashed ? ',stroke-dasharray:4 3' : ''}`

export function mermaid(drawing: Drawing): string {
  const ids = new Map(drawing.nodes.map(({ id }, index) => [id, `n${index}`]))
  const idOf = (id: string): string => ids.get(id) ?? id
  const owners = new Map(drawing.nodes.map((node) => ownerOf(drawing, node)).map((owner) => [owner.key, owner]))
  const classes = new Map([...owners.keys()].map((key, index) => [key, `c${index}`]))
  const classOf = (key: string): string => classes.get(key) ?? ''
  return `${[
    '---',
    `title: ${JSON.stringify(`${drawing.model}: ${costCaption(drawing.total)}`)}`,
    '---',
    'flowchart TB',
    '  subgraph legend[" "]',
    '    direction LR',
    ...legend(drawing).map(({ key, text }) => `    legend_${classOf(key)}["${escaped(text)}"]:::${classOf(key)}`),
    '  end',
    '  style legend fill:none,stroke:none',
    ...box(clusters(drawing), '  ', (node) => ({ id: idOf(node.id), lines: captionLines(node, drawing.tasks.length), className: classOf(ownerOf(drawing, node).key) })),
    ...drawing.edges.map(({ from, to }) => `  ${idOf(from)} --> ${idOf(to)}`),
    ...[...owners.values()].map(({ key, paint }) => style(classOf(key), paint)),
  ].join('\n')}\n`
}

/** What a node is called, says and looks like in the text. */
type Written = (node: DrawnNode) => { readonly id: string; readonly lines: readonly string[]; readonly className: string }

function box({ path, label, nodes, clusters: inner }: Cluster, indent: string, written: Written): readonly string[] {
  const deeper = path === '' ? indent : `${indent}  `
  const content = [
    ...nodes.map((node) => {
      const { id, lines, className } = written(node)
      const text = [`<b>${escaped(node.name)}</b>`, ...lines.map(escaped)].join('<br/>')
      const [open, close] = node.role === 'input' || node.role === 'output' ? ['(["', '"])'] : ['["', '"]']
      return `${deeper}${id}${open}${text}${close}:::${className}`
    }),
    ...inner.flatMap((cluster) => box(cluster, deeper, written)),
  ]
  return path === '' ? content : [`${indent}subgraph ${clusterId(path)}["${escaped(label)}"]`, ...content, `${indent}end`]
}

const clusterId = (path: string): string => `box_${path.replaceAll(/\W/g, '_')}`

/** The picture in the language of Graphviz. */
import { captionLines, costCaption } from './caption.js'
import { clusters, type Cluster } from './clusters.js'
import type { DrawnNode, Drawing } from './drawing.js'
import { faint, ink, legend, ownerOf, type Owner } from './palette.js'

const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const font = 'Helvetica,Arial,sans-serif'

export function dot(drawing: Drawing): string {
  const lines = [
    `digraph ${quoted(drawing.model)} {`,
    `  graph [rankdir=TB, fontname="${font}", fontsize=11, fontcolor="${ink}", bgcolor="#ffffff", pad=0.3, nodesep=0.3, ranksep=0.35, labelloc=t, label=<${title(drawing)}>]`,
    `  node [shape=box, style="rounded,filled", fontname="${font}", fontsize=11, fontcolor="${ink}", penwidth=1.2, margin="0.2,0.08", height=0.3]`,
    `  edge [color="${faint}", penwidth=1.1, arrowsize=0.6, fontname="${font}", fontsize=9, fontcolor="${faint}"]`,
    ...box(drawing, clusters(drawing), '  '),
    ...drawing.edges.map(({ from, to }) => `  ${quoted(from)} -> ${quoted(to)}`),
    '}',
  ]
  return `${lines.join('\n')}\n`
}

function box(drawing: Drawing, { path, label, nodes, clusters: inner }: Cluster, indent: string): readonly string[] {
  const content = [...nodes.map((node) => `${indent}${part(drawing, node)}`), ...inner.flatMap((cluster) => box(drawing, cluster, path === '' ? indent : `${indent}  `))]
  if (path === '') return content
  const { paint } = ownerOf(drawing, inside(drawing, path))
  const nested = path !== label
  return [
    `${indent}subgraph ${quoted(`cluster_${path}`)} {`,
    `${indent}  graph [label=<<B>${escaped(label)}</B>>, labeljust=l, style="rounded,filled${paint.dashed ? ',dashed' : ''}", color="${paint.line}${nested ? '66' : ''}", fillcolor="${nested ? '#ffffff66' : `${paint.fill}55`}", penwidth=1, margin=10]`,
    ...content.map((line) => `  ${line}`),
    `${indent}}`,
  ]
}

/** A box is coloured as what is in it, where that is one thing. */
function inside(drawing: Drawing, path: string): Pick<DrawnNode, 'role' | 'tasks'> {
  const within = drawing.nodes.filter((node) => node.path === path || node.path.startsWith(`${path}.`))
  const tasks = drawing.tasks.filter((task) => within.some((node) => node.tasks.includes(task)))
  return { role: within.some(({ role }) => role === 'shared') ? 'shared' : (within[0]?.role ?? 'shared'), tasks }
}

function part(drawing: Drawing, node: DrawnNode): string {
  const { paint } = ownerOf(drawing, node)
  const round = node.role === 'input' || node.role === 'output'
  const small = captionLines(node, drawing.tasks.length).map((line) => `<BR/><FONT POINT-SIZE="9" COLOR="${round ? ink : '#32383f'}">${escaped(line)}</FONT>`)
  const style = ['filled', 'rounded', ...(paint.dashed ? ['dashed'] : [])]
  const shape = round ? ', margin="0.28,0.08", penwidth=1.8' : ''
  return `${quoted(node.id)} [label=<<B>${escaped(node.name)}</B>${small.join('')}>, style="${style.join(',')}", fillcolor="${paint.fill}", color="${paint.line}"${shape}, tooltip=${quoted(tooltip(node))}]`
}

const tooltip = (node: DrawnNode): string => [node.path === '' ? node.name : `${node.path}.${node.name}`, node.ops.join(', ')].filter((text) => text !== '').join(': ')

const row = (content: string): string => `<TR><TD BORDER="0">${content}</TD></TR>`

/** How many entries of the legend stand beside each other. */
const besides = 5

/** As wide as its text is in a wide font: readers may not have the one that Graphviz reckons with. */
const swatch = ({ text, paint }: Owner): string =>
  `<TD BGCOLOR="${paint.fill}" COLOR="${paint.line}" BORDER="1" WIDTH="${Math.ceil(text.length * 7 + 12)}"${paint.dashed ? ' STYLE="dashed"' : ''}>${escaped(text)}</TD>`

/** The model's name and costs, and what the colours mean. */
function title(drawing: Drawing): string {
  const name = `<FONT POINT-SIZE="16"><B>${escaped(drawing.model)}</B></FONT><BR/><FONT COLOR="${faint}">${escaped(costCaption(drawing.total))}</FONT>`
  const owners = legend(drawing)
  const rows = Array.from({ length: Math.ceil(owners.length / besides) }, (_, index) => `<TR>${owners.slice(index * besides, (index + 1) * besides).map(swatch).join('')}</TR>`)
  const swatches = `<TABLE BORDER="0" CELLBORDER="1" CELLSPACING="8" CELLPADDING="6">${rows.join('')}</TABLE>`
  return `<TABLE BORDER="0" CELLSPACING="0">${row(name)}${row(swatches)}</TABLE>`
}

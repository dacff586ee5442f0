import type { Cluster } from './clusters.js'
import type { Box, Drawing } from './drawing.js'
import { boxLines, escapeXml, figures, subtitle } from './labels.js'
import { inkColour, lineColour, mutedColour } from './palette.js'
import type { Part } from './parts.js'

const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`
const small = (text: string): string => `<font point-size="10" color="${mutedColour}">${escapeXml(text)}</font>`
const table = (rows: readonly string[], attributes = 'cellspacing="0" cellpadding="1"'): string => `<table border="0" cellborder="0" ${attributes}>${rows.join('')}</table>`

/** A cell as wide as its text is in a wide font: the viewer may lack the one that the layout reckons with. */
const cell = (text: string, perLetter: number, content: string): string => `<td width="${Math.ceil(text.length * perLetter)}">${content}</td>`
const titleCell = (text: string): string => cell(text, 8.4, `<b>${escapeXml(text)}</b>`)
const smallCell = (text: string): string => cell(text, 6.2, small(text))
const row = (...cells: readonly string[]): string => `<tr>${cells.join('')}</tr>`

/** How many legend entries stand beside each other. */
const legendWidth = 4

/** The drawing in the language of Graphviz (https://graphviz.org/doc/info/lang.html), clusters and legend included. */
export function dot(drawing: Drawing): string {
  const parts = new Map(drawing.parts.map((part) => [part.id, part]))
  const boxes = new Map(drawing.boxes.map((box) => [box.id, box]))
  const clustered = new Set<string>()

  const boxLine = (box: Box, indent: string): string => {
    const colour = parts.get(box.part)?.colour
    const label = table([row(titleCell(box.title)), ...boxLines(box).map((line) => row(smallCell(line)))])
    const style = ['filled', ...(box.kind === 'layer' ? [] : ['rounded']), ...(parts.get(box.part)?.kind === 'exclusive' ? ['dashed'] : [])]
    const ends = box.kind === 'layer' ? '' : 'penwidth=2 '
    return `${indent}${box.id} [label=<${label}> style="${style.join(',')}" ${ends}fillcolor="${colour?.fill}" color="${colour?.stroke}" tooltip=${quoted(tooltip(box))}]`
  }
  const clusterLines = ({ path, title, part, boxes: own, clusters, total }: Cluster, indent: string): readonly string[] => {
    for (const id of own) clustered.add(id)
    const colour = part === undefined ? undefined : parts.get(part)?.colour
    const label = table([row(titleCell(title), ...(figures(total) === '' ? [] : [smallCell(figures(total))]))])
    return [
      `${indent}subgraph ${quoted(`cluster ${path}`)} {`,
      `${indent}  margin=10 label=<${label}> fillcolor="${colour?.ground ?? '#fafafa'}" color="${colour?.stroke ?? lineColour}" tooltip=${quoted(path)}`,
      ...own.flatMap((id) => {
        const box = boxes.get(id)
        return box === undefined ? [] : [boxLine(box, `${indent}  `)]
      }),
      ...clusters.flatMap((inner) => clusterLines(inner, `${indent}  `)),
      `${indent}}`,
    ]
  }
  const clusters = drawing.clusters.flatMap((each) => clusterLines(each, '  '))
  return `${[
    `digraph ${quoted(drawing.model)} {`,
    `  graph [rankdir=TB ordering=out nodesep=0.3 ranksep=0.32 pad=0.25 bgcolor=white fontname="Helvetica,Arial,sans-serif" fontsize=12 fontcolor="${inkColour}" labelloc=t style="rounded,filled" penwidth=1]`,
    `  node [shape=box style=filled margin="0.06,0.03" height=0.3 fontname="Helvetica,Arial,sans-serif" fontsize=12 fontcolor="${inkColour}" penwidth=1.3]`,
    `  edge [color="${lineColour}" arrowsize=0.6 penwidth=1.2]`,
    `  label=<${heading(drawing)}>`,
    ...clusters,
    ...drawing.boxes.filter(({ id }) => !clustered.has(id)).map((box) => boxLine(box, '  ')),
    ...drawing.arrows.map(({ from, to }) => `  ${from} -> ${to}`),
    '}',
  ].join('\n')}\n`
}

const tooltip = ({ path, title, weights }: Box): string => [path === '' ? title : path, ...weights.map(({ name, type }) => `${name}: ${type}`)].join('\n')

/** Title, totals, and the legend. */
function heading(drawing: Drawing): string {
  const rows = Array.from({ length: Math.ceil(drawing.parts.length / legendWidth) }, (_, index) =>
    row(...drawing.parts.slice(index * legendWidth, (index + 1) * legendWidth).map(swatch)),
  )
  return table([
    row(`<td><font point-size="18"><b>${escapeXml(drawing.model)}</b></font></td>`),
    row(smallCell(subtitle(drawing))),
    row(`<td>${table(rows, 'cellspacing="6" cellpadding="3"')}</td>`),
  ])
}

// Cells are not dashed, which Graphviz writes wrongly into its JSON.
const swatch = ({ kind, label, colour }: Part): string => {
  const text = kind === 'exclusive' ? `- - ${label}` : label
  return `<td border="1" bgcolor="${colour.fill}" color="${colour.stroke}" width="${Math.ceil(text.length * 6.4)}"><font point-size="10">${escapeXml(text)}</font></td>`
}

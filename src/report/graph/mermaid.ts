import type { Cluster } from './clusters.js'
import type { Box, Drawing } from './drawing.js'
import { boxLines, escapeXml, figures, subtitle } from './labels.js'
import { inkColour } from './palette.js'

/** Text inside a quoted Mermaid label: HTML, in which `#` would begin one of Mermaid's own entities. */
const text = (plain: string): string => escapeXml(plain).replaceAll('#', '#35;')

/** The drawing as a Mermaid flowchart (https://mermaid.js.org/syntax/flowchart.html), which Markdown renderers draw in place. */
export function mermaid(drawing: Drawing): string {
  const parts = new Map(drawing.parts.map((part, index) => [part.id, `part${index}`]))
  const boxes = new Map(drawing.boxes.map((box) => [box.id, box]))
  const clustered = new Set<string>()
  const grounds: string[] = []

  const boxLine = (box: Box, indent: string): string => {
    const label = `"${[`<b>${text(box.title)}</b>`, ...boxLines(box).map(text)].join('<br/>')}"`
    return `${indent}${box.id}${box.kind === 'layer' ? `[${label}]` : `([${label}])`}:::${parts.get(box.part)}`
  }
  const clusterLines = ({ title, part, boxes: own, clusters, total }: Cluster, indent: string): readonly string[] => {
    const id = `cluster${grounds.length}`
    const colour = drawing.parts.find((each) => each.id === part)?.colour
    grounds.push(`  style ${id} fill:${colour?.ground ?? '#fafafa'},stroke:${colour?.stroke ?? '#6b7280'},color:${inkColour}`)
    for (const each of own) clustered.add(each)
    return [
      `${indent}subgraph ${id}["${[title, figures(total)].filter((line) => line !== '').map(text).join(' — ')}"]`,
      ...own.flatMap((each) => {
        const box = boxes.get(each)
        return box === undefined ? [] : [boxLine(box, `${indent}  `)]
      }),
      ...clusters.flatMap((inner) => clusterLines(inner, `${indent}  `)),
      `${indent}end`,
    ]
  }
  const clusters = drawing.clusters.flatMap((each) => clusterLines(each, '  '))
  return `${[
    '---',
    `title: ${JSON.stringify([drawing.model, subtitle(drawing)].filter((line) => line !== '').join(' — '))}`,
    '---',
    'flowchart TB',
    '  subgraph legend[" "]',
    '    direction LR',
    ...drawing.parts.map(({ id, label }) => `    legend_${parts.get(id)}["${text(label)}"]:::${parts.get(id)}`),
    '  end',
    ...clusters,
    ...drawing.boxes.filter(({ id }) => !clustered.has(id)).map((box) => boxLine(box, '  ')),
    ...drawing.arrows.map(({ from, to }) => `  ${from} --> ${to}`),
    ...drawing.parts.map(
      ({ id, kind, colour }) =>
        `  classDef ${parts.get(id)} fill:${colour.fill},stroke:${colour.stroke},color:${inkColour}${kind === 'exclusive' ? ',stroke-dasharray:5 3' : ''}`,
    ),
    '  style legend fill:none,stroke:none',
    ...grounds,
  ].join('\n')}\n`
}

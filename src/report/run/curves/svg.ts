/** The curves of a run as one SVG: a grid of small panels over the same epochs, light or dark as its reader is. */
import { scaleLinear } from 'd3-scale'
import { faint, ink, mixed, taskColours } from '../../graph/palette.js'
import type { History } from './history.js'
import { panelSvg, type Frame } from './panel.js'
import { panels, type Panel } from './panels.js'
import { element, text } from './xml.js'

const columns = 2
const panelSize = { width: 430, height: 236 } as const
const margin = 20
const header = 64

export function curvesSvg(history: History): string {
  const { about } = history
  const drawn = panels(history)
  const [width, height] = [2 * margin + columns * panelSize.width, header + margin + Math.ceil(drawn.length / columns) * panelSize.height]
  // Epochs that are still to come are left out, so that a long run is seen from its first one on.
  const epochs = Math.max(1, history.step / about.stepsPerEpoch)
  const frames = drawn.map((panel, index): Frame => ({
    x: margin + (index % columns) * panelSize.width,
    y: header + Math.floor(index / columns) * panelSize.height,
    ...panelSize,
    epochs: scaleLinear([0, epochs], [0, 1]),
    panel,
  }))
  const title = `${about.model}: how training went`
  return `${element('svg', { xmlns: 'http://www.w3.org/2000/svg', role: 'img', 'aria-labelledby': 'curves-title curves-description', viewBox: `0 0 ${width} ${height}`, width, height }, [
    element('title', { id: 'curves-title' }, [text(title)]),
    element('desc', { id: 'curves-description' }, [text(description(history, drawn))]),
    element('style', {}, [style(about.tasks.length)]),
    element('rect', { class: 'paper', width, height }),
    element('text', { class: 'heading', x: margin, y: 26 }, [text(`${about.model} on ${about.samples.train.toLocaleString('en-US')} samples: ${state(history)}`)]),
    ...legend(about.tasks.map(({ name }) => name), width),
    ...frames.map(panelSvg),
  ])}\n`
}

function state({ about, step, bestEpoch }: History): string {
  const done = Math.floor(step / about.stepsPerEpoch)
  return `${done} of ${about.epochs} epochs${bestEpoch === undefined ? '' : `, the best was epoch ${bestEpoch}`}`
}

/** What the picture shows, for who cannot see it. */
const description = (history: History, drawn: readonly Panel[]): string =>
  [
    `After ${state(history)}.`,
    ...drawn.map(({ title, lines }) => `${title}: ${lines.map(({ name, last }) => `${name} ${last}`.trim()).join(', ')}.`),
  ].join(' ')

function legend(tasks: readonly string[], width: number): readonly string[] {
  let x = margin
  return tasks.flatMap((task, index) => {
    const room = 40 + 7 * task.length
    if (x + room > width) return []
    const at = x
    x += room
    return [element('path', { class: `line t${index}`, d: `M${at},44h20` }), element('text', { x: at + 26, y: 48 }, [text(task)])]
  })
}

const colour = (task: number): string => taskColours[task % taskColours.length] ?? ink

/** Tasks beyond the colours get them again, dashed. */
function style(tasks: number): string {
  const rules = (of: (index: number) => string): string =>
    Array.from({ length: tasks }, (_, index) => `.t${index}{stroke:${of(index)}}text.t${index}{fill:${of(index)};stroke:none}`).join('')
  const dashes = Array.from({ length: tasks }, (_, index) => (index < taskColours.length ? '' : `.t${index}{stroke-dasharray:${index < 2 * taskColours.length ? '6 3' : '2 2'}}`)).join('')
  return [
    `text{font:12px Helvetica,Arial,sans-serif;fill:${ink}}.heading{font-size:16px;font-weight:bold}.title{font-weight:bold}.faint{fill:${faint};font-size:11px}`,
    `.paper{fill:#fff}.grid{stroke:#d8dee4;stroke-width:1}.line{fill:none;stroke:${faint};stroke-width:1.8;stroke-linejoin:round}.mark{stroke:${faint};stroke-dasharray:3 3}`,
    rules((index) => mixed(colour(index), 0.75, 0)),
    dashes,
    `@media (prefers-color-scheme:dark){text{fill:#e6edf3}.faint{fill:#9198a1}.paper{fill:#0d1117}.grid{stroke:#30363d}.line,.mark{stroke:#9198a1}${rules(colour)}}`,
  ].join('')
}

import { dot } from './dot.js'
import type { Drawing } from './drawing.js'

/** The picture as SVG: Graphviz lays it out, compiled to WebAssembly and loaded when it is wanted. */
export async function svg(drawing: Drawing): Promise<string> {
  const { instance } = await import('@viz-js/viz')
  return centred((await instance()).renderString(dot(drawing), { format: 'svg' }))
}

/**
 * Graphviz places each line of a label by the widths of its own font. Readers have others: lines are anchored at the
 * middle of the shape that they stand in instead, so that they stay in it. Labels of clusters stay where they begin.
 */
function centred(text: string): string {
  let [middle, anchored] = [0, true]
  return text.replaceAll(/<g id="[^"]*" class="(\w+)"|<(?:path|polygon) [^>]*?(?:points|d)="([^"]*)"[^>]*>|(<text [^>]*)text-anchor="start" x="[^"]*"/g, (all: string, group?: string, points?: string, before?: string) => {
    if (group !== undefined) anchored = group !== 'cluster'
    if (points !== undefined) {
      const across = [...points.matchAll(/(-?[\d.]+),/g)].map(([, x]) => Number(x))
      middle = (Math.min(...across) + Math.max(...across)) / 2
    }
    return before === undefined || !anchored ? all : `${before}text-anchor="middle" x="${middle.toFixed(2)}"`
  })
}

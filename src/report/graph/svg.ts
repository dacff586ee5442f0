import { instance } from '@viz-js/viz'
import { dot } from './dot.js'
import type { Drawing } from './drawing.js'

/** The drawing laid out by Graphviz, which comes along as WebAssembly. */
export async function svg(drawing: Drawing): Promise<string> {
  const viz = await instance()
  const rendered = viz.renderFormats(dot(drawing), ['svg', 'json'], { engine: 'dot' })
  if (rendered.status === 'failure') throw new Error(`Graphviz refused the drawing: ${rendered.errors.map(({ message }) => message).join('; ')}`)
  const { svg: picture = '', json = '{}' } = rendered.output
  return centred(picture, textWidths(JSON.parse(json)))
}

/** How wide the layout took each text to be, by font size and text: what the JSON form of Graphviz adds to the picture. */
function textWidths(laidOut: unknown): ReadonlyMap<string, number> {
  const widths = new Map<string, number>()
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if (!Array.isArray(value)) return Object.values(value).forEach(visit)
    let size = 0
    for (const each of value as readonly unknown[]) {
      visit(each)
      if (typeof each !== 'object' || each === null) continue
      if ('size' in each && typeof each.size === 'number') size = each.size
      if ('text' in each && 'width' in each && typeof each.width === 'number') widths.set(`${size} ${each.text}`, each.width)
    }
  }
  visit(laidOut)
  return widths
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const unescape = (text: string): string =>
  text.replace(/&(?:#(\d+)|(\w+));/g, (whole: string, code: string | undefined, name: string) => (code === undefined ? (entities[name] ?? whole) : String.fromCodePoint(Number(code))))

/** Texts set from their middles, so that they stay in place where the viewer has another font than the layout reckoned with. */
function centred(picture: string, widths: ReadonlyMap<string, number>): string {
  return picture.replace(
    /text-anchor="start" x="(-?[\d.]+)"([^>]*font-size="([\d.]+)"[^>]*)>([^<]*)</g,
    (whole: string, x: string, rest: string, size: string, text: string) => {
      const width = widths.get(`${Number(size)} ${unescape(text)}`)
      return width === undefined ? whole : `text-anchor="middle" x="${(Number(x) + width / 2).toFixed(2)}"${rest}>${text}<`
    },
  )
}

/** Formats of pictures, by name. */
import { dot } from './dot.js'
import type { Drawing } from './drawing.js'
import { json } from './json.js'
import { mermaid } from './mermaid.js'
import { svg } from './svg.js'

export const formats: Readonly<Record<'svg' | 'dot' | 'mermaid' | 'json', (drawing: Drawing) => string | Promise<string>>> = { svg, dot, mermaid, json }
export type GraphFormat = keyof typeof formats

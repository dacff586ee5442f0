import type { Drawing } from './drawing.js'

export interface GraphFormat {
  /** How names of such files end. */
  readonly endings: readonly string[]
  /** What writes it, loaded when it is needed. */
  readonly load: () => Promise<(drawing: Drawing) => string | Promise<string>>
}

export const graphFormats = {
  svg: { endings: ['.svg'], load: async () => (await import('./svg.js')).svg },
  dot: { endings: ['.dot', '.gv'], load: async () => (await import('./dot.js')).dot },
  mermaid: { endings: ['.mmd', '.mermaid'], load: async () => (await import('./mermaid.js')).mermaid },
  json: { endings: ['.json'], load: async () => (await import('./json.js')).json },
} as const satisfies Readonly<Record<string, GraphFormat>>

export type GraphFormatName = keyof typeof graphFormats

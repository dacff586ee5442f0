import type { Drawing } from './drawing.js'

/** The drawing itself, for programs that draw it their own way. */
export const json = (drawing: Drawing): string => `${JSON.stringify(drawing, null, 2)}\n`

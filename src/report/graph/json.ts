import type { Drawing } from './drawing.js'

export const json = (drawing: Drawing): string => `${JSON.stringify(drawing, null, 2)}\n`

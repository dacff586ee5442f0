/** 4xxx: data sources and what is in them. */
import { define } from './diagnostic.js'

export const unreadableSource = define<{ source: string; reason: string }>('MTL4001', {
  message: ({ source, reason }) => `cannot read the source "${source}": ${reason}`,
  explanation: 'A data source is missing, is not readable, or is not in the format that its name says.',
})

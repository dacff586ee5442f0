/** 5xxx: compression and the budget. */
import { define } from './diagnostic.js'

export const budgetNotMet = define<{ line: string; reached: string }>('MTL5001', {
  message: ({ line, reached }) => `the budget line \`${line}\` cannot be met: the closest point reaches ${reached}`,
  explanation: 'No configuration that the search tried meets every line of the budget; the report names the closest one.',
})

/** 2xxx: names, types and shapes. */
import { define } from './diagnostic.js'

export const unknownName = define<{ name: string; what: string; suggestion?: string }>('MTL2001', {
  message: ({ name, what }) => `there is no ${what} called \`${name}\``,
  help: ({ suggestion }) => (suggestion === undefined ? undefined : `did you mean \`${suggestion}\`?`),
  explanation: 'A name is used that nothing in reach declares: not this file, its imports, or the core library.',
})

export const predictionMismatch = define<{ task: string; found: string; field: string; needed: string }>('MTL2003', {
  message: ({ task, found, field, needed }) => `task \`${task}\` predicts ${found}, but ${field} needs ${needed}`,
  explanation: 'The shape that a task predicts must be the one that the field of its target decodes from.',
})

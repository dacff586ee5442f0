/** 42xx: what a `data` declaration says, before any of it is read. */
import { define } from './diagnostic.js'

export const incompleteData = define<{ data: string; missing: string }>('MTL4201', {
  message: ({ data, missing }) => `the data set \`${data}\` declares no ${missing}`,
  explanation: 'A data set needs at least one source, one input and one target.',
})

export const badFieldType = define<{ type: string; reason: string }>('MTL4202', {
  message: ({ type, reason }) => `the field type \`${type}\` ${reason}`,
  explanation: 'A field type has settings that it does not take, lacks one that it needs, or has a value out of range.',
})

export const fieldRole = define<{ type: string; role: string; help: string }>('MTL4203', {
  message: ({ type, role }) => `\`${type}\` cannot be ${role === 'input' ? 'an input' : 'a target'}`,
  help: ({ help }) => help,
  explanation: 'Some field types describe what a model reads, some what it predicts; `number` and `vector` do both.',
})

export const badSplit = define<{ reason: string }>('MTL4204', {
  message: ({ reason }) => `this split cannot be made: ${reason}`,
  explanation: 'A split must divide rows that the sources have, into shares that add up.',
})

export const badNormalize = define<{ field: string; reason: string }>('MTL4205', {
  message: ({ field, reason }) => `\`${field}\` cannot be normalised so: ${reason}`,
  explanation: 'Only inputs that are images, numbers, vectors or tables can be normalised, with one mean and deviation or one each per channel.',
})

export const badAugment = define<{ field: string; reason: string }>('MTL4206', {
  message: ({ field, reason }) => `\`${field}\` cannot be augmented so: ${reason}`,
  explanation: 'Augmentation moves images about while training, by steps with their own settings.',
})

export const tableNotInspected = define<{ field: string }>('MTL4207', {
  severity: 'warning',
  message: ({ field }) => `the columns of \`${field}\` are not known here, so that models on it are not checked`,
  explanation: 'A table is typed by looking into its source, which this surrounding of the compiler cannot do.',
})

/** 3xxx: tasks, sharing, balance and training settings. */
import { define } from './diagnostic.js'

export const notImplemented = define<{ what: string }>('MTL3001', {
  message: ({ what }) => `${what} is part of the language, but this version of the compiler cannot run it yet`,
  explanation: 'The file is well formed, but asks for something that this version parses and does not carry out.',
})

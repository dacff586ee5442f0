/** 1xxx: how a file is written. */
import { define } from './diagnostic.js'

export const unexpectedCharacter = define<{ character: string }>('MTL1001', {
  message: ({ character }) => `unexpected character \`${character}\``,
  explanation: 'The file holds a character that is not part of the language outside strings and comments.',
})

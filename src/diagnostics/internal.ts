/** 9xxx: bugs of the compiler itself. */
import { define } from './diagnostic.js'

export const internalError = define<{ message: string }>('MTL9001', {
  message: ({ message }) => `internal error: ${message}`,
  help: () => 'this is a bug of the compiler: please report it with the file that shows it',
  explanation: 'Something failed that should not be able to fail. Your files are not at fault.',
})

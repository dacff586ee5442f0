import { comparison } from './elementwise.js'

export const equal = comparison('equal', 'a = b', 'Equal', (a, b) => a === b)

import { comparison } from './elementwise.js'

export const less = comparison('less', 'a < b', 'Less', (a, b) => a < b)

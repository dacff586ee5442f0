import { comparison } from './elementwise.js'

export const greater = comparison('greater', 'a > b', 'Greater', (a, b) => a > b)

import { comparison } from './elementwise.js'

export const greaterEqual = comparison('greater_equal', 'a ≥ b', 'GreaterOrEqual', (a, b) => a >= b)

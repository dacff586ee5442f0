import { comparison } from './elementwise.js'

export const lessEqual = comparison('less_equal', 'a ≤ b', 'LessOrEqual', (a, b) => a <= b)

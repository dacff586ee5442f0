import type { Examples } from './example.js'

export const internal: Examples = {
  MTL9001: { unprovoked: 'It is never right; a file that shows it is a bug, and welcome as a report.' },
}

import { unary } from './elementwise.js'

function halfToEven(x: number): number {
  const below = Math.floor(x)
  if (x - below !== 0.5) return Math.round(x)
  return below % 2 === 0 ? below : below + 1
}

/** Half to even. The gradient passes straight through (Bengio et al. 2013). */
export const round = unary({
  name: 'round',
  doc: 'the nearest integer, half to even',
  onnx: 'Round',
  value: halfToEven,
  gradient: ({ dy }) => dy,
})

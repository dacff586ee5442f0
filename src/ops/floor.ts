import { unary } from './elementwise.js'

export const floor = unary({
  name: 'floor',
  doc: 'the next integer below',
  onnx: 'Floor',
  value: Math.floor,
  gradient: () => undefined,
})

import { unary } from './elementwise.js'

export const sign = unary({
  name: 'sign',
  doc: '−1, 0 or 1',
  onnx: 'Sign',
  value: Math.sign,
  gradient: () => undefined,
})

import { unary } from './elementwise.js'

export const softplus = unary({
  name: 'softplus',
  doc: 'log(1 + eˣ)',
  onnx: 'Softplus',
  value: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  gradient: ({ writer, x, dy }) => writer.add('mul', [dy, writer.add('sigmoid', [x])]),
  rising: true,
})

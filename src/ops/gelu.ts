import { unary } from './elementwise.js'

/** x · Φ(x), Φ the normal distribution function, by the error function (Hendrycks & Gimpel 2016). */
export const gelu = unary({
  name: 'gelu',
  doc: 'x · Φ(x), by the error function',
  onnx: 'Gelu',
  gradient: ({ writer, x, dy }) => writer.add('mul', [dy, writer.add('gelu_slope', [x])]),
})

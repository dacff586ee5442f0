import { unary, times } from './elementwise.js'

export const erf = unary({
  name: 'erf',
  doc: 'the error function',
  onnx: 'Erf',
  gradient: ({ writer, x, dy }) => {
    const bell = writer.add('exp', [writer.add('neg', [writer.add('square', [x])])])
    return writer.add('mul', [dy, times(writer, bell, 2 / Math.sqrt(Math.PI))])
  },
})

import { unary, number32 } from './elementwise.js'

export const relu6 = unary({
  name: 'relu6',
  doc: 'min(max(x, 0), 6)',
  onnx: (writer, x) => void writer.node('Clip', [x, number32(writer, 0), number32(writer, 6)], {}, writer.outputs),
  value: (x) => Math.min(Math.max(x, 0), 6),
  gradient: ({ writer, y, dy }) => {
    const inside = writer.add('mul', [y, writer.add('sub', [writer.scalar(6), y])])
    return writer.add('mul', [dy, writer.add('positive_mask', [inside])])
  },
  rising: true,
  quantization: { role: 'activation', cut: true },
})

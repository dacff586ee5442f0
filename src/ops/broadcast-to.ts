import { map } from './elementwise.js'
import { ints } from './elementwise.js'
import type { Op } from './op.js'
import { broadcast, fail, isStatic, operands, sumTo, tieElementwise } from './shapes.js'
import { sameShape } from '../types/tensor.js'

/** `broadcast_to(x, like) : T[S], U[R] → T[R]`: x repeated along its axes of size 1, and along missing ones in front. */
export const broadcastTo: Op = {
  name: 'broadcast_to',
  doc: 'x repeated to the shape of another tensor',
  infer(inputs) {
    operands('broadcast_to', inputs, 2)
    const [x, like] = inputs
    if (x === undefined || like === undefined) return []
    if (!sameShape(broadcast('broadcast_to', x.shape, like.shape), like.shape)) {
      fail('broadcast_to', `[${x.shape.join(', ')}] does not broadcast to [${like.shape.join(', ')}]`)
    }
    return [{ dtype: x.dtype, shape: like.shape }]
  },
  vjp: ({ writer, inputs: [x], gradients: [dy] }) => (x === undefined || dy === undefined ? [] : [sumTo(writer, dy, x)]),
  onnx(writer) {
    const [x = '', like = ''] = writer.inputs
    const shape = writer.outputTypes[0]?.shape ?? []
    writer.node('Expand', [x, isStatic(shape) ? ints(writer, shape) : writer.node('Shape', [like])], {}, writer.outputs)
  },
  evaluate: ([x, like]) =>
    x === undefined || like === undefined ? [] : [map(x.dtype, like.shape, [x], ([value = 0]) => value)],
  channels: tieElementwise,
  identity: ([x, like]) => (x !== undefined && like !== undefined && sameShape(x.shape, like.shape) ? 0 : undefined),
}

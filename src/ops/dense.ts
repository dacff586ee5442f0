import type { Op } from './op.js'
import { dimAt, fail, operand, operands, perSample, sizeAt, tie, tieInputs } from './shapes.js'

/**
 * `dense(x, weight, bias?) : f32[S, D], f32[U, D], f32[U] → f32[S, U]`: x · weightᵀ + bias over the last axis. An op of
 * its own, so that pruning and quantisation see the layer.
 */
export const dense: Op = {
  name: 'dense',
  doc: 'a fully connected layer',
  infer(inputs) {
    operands('dense', inputs, 2, 3)
    const [x, weight] = [operand('dense', inputs, 0), operand('dense', inputs, 1)]
    const units = dimAt('dense', weight.shape, 0)
    const size = dimAt('dense', x.shape, x.shape.length - 1)
    if (weight.shape.length !== 2 || weight.shape[1] !== size) {
      fail('dense', `a weight of [${weight.shape.join(', ')}] does not fit x of [${x.shape.join(', ')}]`)
    }
    if (inputs.length === 3 && operand('dense', inputs, 2).shape.join() !== String(units)) fail('dense', `the bias needs ${units} values`)
    return [{ dtype: 'f32', shape: [...x.shape.slice(0, -1), units] }]
  },
  vjp({ writer, inputs: [x, weight, bias], gradients: [dy] }) {
    if (x === undefined || weight === undefined || dy === undefined) return []
    const dx = writer.add('matmul', [dy, weight])
    // All axes but the last are rows.
    const rows = (value: number): number => {
      const { shape } = writer.typeOf(value)
      return shape.length === 2 ? value : writer.add('reshape', [value], { shape: [-1, sizeAt('dense', shape, shape.length - 1)] })
    }
    const [flat, flatDy] = [rows(x), rows(dy)]
    const dw = writer.add('matmul', [flatDy, flat], { transA: true })
    return [dx, dw, ...(bias === undefined ? [] : [writer.add('sum', [flatDy], { axes: [0] })])]
  },
  cost: ([x, weight]) => ({ macs: x === undefined || weight === undefined ? 0 : perSample(x.shape.slice(0, -1)) * perSample(weight.shape) }),
  onnx(writer) {
    const [x = '', weight = '', bias] = writer.inputs
    if (writer.inputTypes[0]?.shape.length === 2) {
      writer.node('Gemm', writer.inputs, { transB: 1 }, writer.outputs)
      return
    }
    const turned = writer.node('Transpose', [weight], { perm: [1, 0] })
    const product = writer.node('MatMul', [x, turned], {}, bias === undefined ? writer.outputs : undefined)
    if (bias !== undefined) writer.node('Add', [product, bias], {}, writer.outputs)
  },
  channels([x, , bias], [y]) {
    if (x === undefined || y === undefined) return []
    const last = x.shape.length - 1
    return [
      ...x.shape.slice(0, -1).map((_, axis) => tie(0, axis, axis)),
      tieInputs(0, last, 1, 1),
      tie(1, 0, last),
      ...(bias === undefined ? [] : [tie(2, 0, last)]),
    ]
  },
  quantization: { role: 'compute', weight: { input: 1, axis: 0 }, bias: 2, floatOutput: true },
}

import { number } from './attributes.js'
import { normalizedGradient } from './normalized.js'
import { float, type Op } from './op.js'
import { fail, operand, operands, sizeAt, sumTo, tie } from './shapes.js'

/** `layer_norm(x, scale, bias) {epsilon} : f32[S, D], f32[D], f32[D] → f32[S, D]`, over the last axis (Ba et al. 2016). */
export const layerNorm: Op = {
  name: 'layer_norm',
  doc: 'each sample normalised over the last axis',
  infer(inputs) {
    operands('layer_norm', inputs, 3)
    const x = operand('layer_norm', inputs, 0)
    const size = sizeAt('layer_norm', x.shape, x.shape.length - 1)
    for (const index of [1, 2]) {
      if (operand('layer_norm', inputs, index).shape.join() !== String(size)) fail('layer_norm', `operand ${index} needs ${size} values`)
    }
    return [x]
  },
  cheap: true,
  vjp({ writer, inputs: [x, scale, bias], gradients: [dy], attributes }) {
    if (x === undefined || scale === undefined || bias === undefined || dy === undefined) return []
    const { z, dx } = normalizedGradient(writer, x, writer.add('mul', [dy, scale]), number(attributes, 'epsilon', 1e-5))
    return [dx, sumTo(writer, writer.add('mul', [dy, z]), scale), sumTo(writer, dy, bias)]
  },
  onnx(writer, attributes) {
    writer.node('LayerNormalization', writer.inputs, { axis: -1, epsilon: float(number(attributes, 'epsilon', 1e-5)) }, writer.outputs)
  },
  channels([x]) {
    const last = (x?.shape.length ?? 1) - 1
    return [...(x?.shape ?? []).map((_, axis) => tie(0, axis, axis)), tie(1, 0, last), tie(2, 0, last)]
  },
}

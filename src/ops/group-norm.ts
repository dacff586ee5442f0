import type { Attributes } from '../ir/graph.js'
import { elementCount, f32, zeros, type TensorType } from '../types/tensor.js'
import { number } from './attributes.js'
import { besideChannels, normOperands, perChannel, tieNorm } from './batch-norm.js'
import { ints } from './elementwise.js'
import { normalizedGradient } from './normalized.js'
import { float, type Op } from './op.js'
import { asTarget, fail, operands, sizeAt } from './shapes.js'

/** Groups, and how many values of a sample each has. */
function groupsOf(x: TensorType, attributes: Attributes): { readonly groups: number; readonly size: number } {
  const groups = number(attributes, 'groups')
  const channels = sizeAt('group_norm', x.shape, 1)
  if (channels % groups !== 0) fail('group_norm', `${channels} channels do not part into ${groups} groups`)
  return { groups, size: elementCount(x.shape.slice(1).map((_, axis) => sizeAt('group_norm', x.shape, axis + 1))) / groups }
}

/**
 * `group_norm(x, scale, bias) {groups, epsilon} : f32[N, C, S], f32[C], f32[C] → f32[N, C, S]`: each group of channels of a sample
 * normalised by its own mean and variance (Wu & He 2018). A group for each channel is instance norm (Ulyanov et al. 2016). Its
 * ONNX form is InstanceNormalization, which is faster than the runtime's GroupNormalization or the sums written out.
 */
export const groupNorm: Op = {
  name: 'group_norm',
  doc: 'each group of channels normalised within its sample',
  infer(inputs, attributes) {
    operands('group_norm', inputs, 3)
    const x = normOperands('group_norm', inputs)
    groupsOf(x, attributes)
    return [x]
  },
  vjp({ writer, inputs: [x, scale, bias], gradients: [dy], attributes }) {
    if (x === undefined || scale === undefined || bias === undefined || dy === undefined) return []
    const type = writer.typeOf(x)
    const { groups, size } = groupsOf(type, attributes)
    const grouped = (value: number): number => writer.add('reshape', [value], { shape: [-1, groups, size] })
    const whole = (value: number): number => writer.add('reshape', [value], { shape: asTarget(type.shape) })
    const given = grouped(writer.add('mul', [dy, perChannel(writer, scale, x)]))
    const { z, dx } = normalizedGradient(writer, grouped(x), given, number(attributes, 'epsilon', 1e-5))
    const axes = besideChannels(type)
    return [whole(dx), writer.add('sum', [writer.add('mul', [dy, whole(z)])], { axes }), writer.add('sum', [dy], { axes })]
  },
  onnx(writer, attributes) {
    const [[x = '', scale = '', bias = ''], [type]] = [writer.inputs, writer.inputTypes]
    if (type === undefined) return
    const { groups } = groupsOf(type, attributes)
    const [, channels = 1, ...spatial] = type.shape
    const epsilon = float(number(attributes, 'epsilon', 1e-5))
    if (groups === channels && spatial.length > 0) {
      writer.node('InstanceNormalization', [x, scale, bias], { epsilon }, writer.outputs)
      return
    }
    const [one, zero] = [writer.constant(f32([groups], new Float32Array(groups).fill(1))), writer.constant(zeros('f32', [groups]))]
    const grouped = writer.node('Reshape', [x, ints(writer, [0, groups, -1])])
    const normal = writer.node('Reshape', [writer.node('InstanceNormalization', [grouped, one, zero], { epsilon }), ints(writer, asTarget(type.shape))])
    const each = (vector: string): string => writer.node('Reshape', [vector, ints(writer, [-1, ...spatial.map(() => 1)])])
    writer.node('Add', [writer.node('Mul', [normal, each(scale)]), each(bias)], {}, writer.outputs)
  },
  // Where channels are normalised together, they stay together.
  channels: (inputs, _outputs, attributes) => (inputs[0]?.shape[1] === attributes['groups'] ? tieNorm(inputs) : []),
  // Only one group for each channel can lose some: there are never more groups than channels.
  resize: (attributes, [x]) => (x === undefined ? attributes : { ...attributes, groups: Math.min(number(attributes, 'groups'), sizeAt('group_norm', x.shape, 1)) }),
}

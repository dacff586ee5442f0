import type { ValueId } from '../../ir/graph.js'
import { fanInUniform, flagOf, inputOf, numberOf, sizeAt, type Extern, type ExternContext } from '../extern.js'
import { padding } from '../padding.js'

/** `weight` f32[channels, C / groups, k, k] and `bias` f32[channels], both uniform within ±1/√fan-in. */
function convolve(context: ExternContext, channels: number, groups: number): ValueId {
  const x = inputOf(context)
  const [kernel, stride, dilation] = [numberOf(context, 'kernel', 3), numberOf(context, 'stride', 1), numberOf(context, 'dilation', 1)]
  const depth = sizeAt(context.builder, x, 0) / groups
  const init = fanInUniform(depth * kernel * kernel)
  const weight = context.parameter('weight', [channels, depth, kernel, kernel], init)
  const bias = flagOf(context, 'bias', true) ? [context.parameter('bias', [channels], init)] : []
  return context.builder.add('conv', [x, weight, ...bias], {
    stride: [stride, stride],
    pads: padding(context, dilation * (kernel - 1) + 1),
    dilation: [dilation, dilation],
    groups,
  })
}

export const conv: Extern = {
  name: 'Conv',
  lower: (context) => convolve(context, numberOf(context, 'channels'), numberOf(context, 'groups', 1)),
}

export const depthwiseConv: Extern = {
  name: 'DepthwiseConv',
  lower(context) {
    const channels = sizeAt(context.builder, inputOf(context), 0)
    return convolve(context, channels, channels)
  },
}

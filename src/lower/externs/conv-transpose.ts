import { fanInUniform, flagOf, inputOf, numberOf, sampleShape, textOf, type Extern } from '../extern.js'

/** `weight` f32[C, channels, k, k] and `bias` f32[channels], both uniform within ±1/√(channels · k²), as PyTorch has it. */
export const convTranspose: Extern = {
  name: 'ConvTranspose',
  lower(context) {
    const { builder } = context
    const x = inputOf(context)
    const [depth = 1, height = 1, width = 1] = sampleShape(builder, x)
    const [channels, kernel, stride] = [numberOf(context, 'channels'), numberOf(context, 'kernel', 2), numberOf(context, 'stride', 2)]
    const init = fanInUniform(channels * kernel * kernel)
    const weight = context.parameter('weight', [depth, channels, kernel, kernel], init)
    const same = textOf(context, 'padding', 'valid') === 'same'
    const size = [height, width].map((side) => (same ? side * stride : (side - 1) * stride + kernel))
    // What "same" cuts off, the smaller half first; a kernel below the stride leaves gaps at the end instead.
    const cut = same ? Math.max(0, kernel - stride) : 0
    const pads = [Math.floor(cut / 2), Math.floor(cut / 2), Math.ceil(cut / 2), Math.ceil(cut / 2)]
    const y = builder.add('conv_transpose', [x, weight], { stride: [stride, stride], pads, dilation: [1, 1], groups: 1, size })
    if (!flagOf(context, 'bias', true)) return y
    return builder.add('add', [y, context.parameter('bias', [channels, 1, 1], init)])
  },
}

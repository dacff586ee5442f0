import { inputOf, numberOf, sampleShape, textOf, type Extern } from '../extern.js'
import { ceilPadding, padding } from '../padding.js'

const windowed = (name: string, op: string): Extern => ({
  name,
  lower(context) {
    const kernel = numberOf(context, 'kernel', 2)
    const stride = numberOf(context, 'stride', kernel)
    const x = inputOf(context)
    const pads = textOf(context, 'padding', 'valid') === 'ceil' ? ceilPadding(sampleShape(context.builder, x).slice(1), kernel, stride) : padding(context, kernel, 'valid')
    return context.builder.add(op, [x], { kernel: [kernel, kernel], stride: [stride, stride], pads })
  },
})

const whole = (name: string, op: string): Extern => ({
  name,
  lower: (context) => context.builder.add(op, [inputOf(context)]),
})

export const pools: readonly Extern[] = [
  windowed('MaxPool', 'max_pool'),
  windowed('AvgPool', 'avg_pool'),
  whole('GlobalAvgPool', 'global_avg_pool'),
  whole('GlobalMaxPool', 'global_max_pool'),
]

import { inputOf, numberOf, type Extern } from '../extern.js'
import { padding } from '../padding.js'

const windowed = (name: string, op: string): Extern => ({
  name,
  lower(context) {
    const kernel = numberOf(context, 'kernel', 2)
    const stride = numberOf(context, 'stride', kernel)
    return context.builder.add(op, [inputOf(context)], {
      kernel: [kernel, kernel],
      strides: [stride, stride],
      pads: padding(context, kernel, 'valid'),
    })
  },
})

const whole = (name: string, op: string): Extern => ({
  name,
  lower: (context) => context.builder.add(op, [inputOf(context)], { axes: [2, 3], keepdims: false }),
})

export const pools: readonly Extern[] = [
  windowed('MaxPool', 'max_pool'),
  windowed('AvgPool', 'avg_pool'),
  whole('GlobalAvgPool', 'mean'),
  whole('GlobalMaxPool', 'reduce_max'),
]

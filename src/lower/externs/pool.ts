import { inputOf, numberOf, type Extern } from '../extern.js'
import { padding } from '../padding.js'

const windowed = (name: string, op: string): Extern => ({
  name,
  lower(context) {
    const kernel = numberOf(context, 'kernel', 2)
    const stride = numberOf(context, 'stride', kernel)
    return context.builder.add(op, [inputOf(context)], {
      kernel: [kernel, kernel],
      stride: [stride, stride],
      pads: padding(context, kernel, 'valid'),
    })
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

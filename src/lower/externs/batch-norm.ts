import { inputOf, numberOf, ones, sizeAt, zeros, type Extern } from '../extern.js'

/** `scale` 1 and `bias` 0 are learned; `running_mean` 0 and `running_var` 1 follow the batches. */
export const batchNorm: Extern = {
  name: 'BatchNorm',
  lower(context) {
    const x = inputOf(context)
    const shape = [sizeAt(context.builder, x, 0)]
    const scale = context.parameter('scale', shape, ones)
    const bias = context.parameter('bias', shape, zeros)
    const mean = context.parameter('running_mean', shape, zeros, false)
    const variance = context.parameter('running_var', shape, ones, false)
    return context.builder.add('batch_norm', [x, scale, bias, mean, variance], {
      epsilon: numberOf(context, 'epsilon', 1e-5),
      momentum: numberOf(context, 'momentum', 0.1),
    })
  },
}

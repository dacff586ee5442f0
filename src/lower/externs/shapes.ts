import { f32, i64 } from '../../types/tensor.js'
import { axisOf, batched, inputOf, isBatched, numberOf, numbersIn, numbersOf, reshaped, sampleShape, sizes, type Extern } from '../extern.js'

/** The result's shape is the checker's: flatten, squeeze and reshape are one thing. */
const view = (name: string): Extern => ({
  name,
  lower: (context) => reshaped(context.builder, inputOf(context), sizes(context.type.shape)),
})

const transpose: Extern = {
  name: 'transpose',
  lower(context) {
    const x = inputOf(context)
    const axes = numbersOf(context, 'axes').map((axis) => axisOf(context.builder, x, axis))
    return context.builder.add('transpose', [x], { perm: isBatched(context.builder, x) ? [0, ...axes] : axes })
  },
}

const concat: Extern = {
  name: 'concat',
  lower(context) {
    const parts = batched(context.builder, context.inputs)
    const axis = axisOf(context.builder, parts[0] ?? inputOf(context), numberOf(context, 'axis', 0))
    return context.builder.add('concat', parts, { axis })
  },
}

const stack: Extern = {
  name: 'stack',
  lower(context) {
    const { builder } = context
    const numbers = numbersIn(builder, context.inputs)
    if (numbers !== undefined) return builder.constant(f32([numbers.length], numbers))
    const parts = batched(builder, context.inputs).map((part) => reshaped(builder, part, [1, ...sampleShape(builder, part)]))
    return builder.add('concat', parts, { axis: axisOf(builder, parts[0] ?? inputOf(context), 0) })
  },
}

const slice: Extern = {
  name: 'slice',
  lower(context) {
    const x = inputOf(context)
    const axis = axisOf(context.builder, x, numberOf(context, 'axis', 0))
    return context.builder.add('slice', [x], { axes: [axis], starts: [numberOf(context, 'from')], ends: [numberOf(context, 'to')] })
  },
}

const gather: Extern = {
  name: 'gather',
  lower(context) {
    const { builder } = context
    const x = inputOf(context)
    const indices = numbersOf(context, 'indices')
    return builder.add('gather', [x, builder.constant(i64([indices.length], indices))], {
      axis: axisOf(builder, x, numberOf(context, 'axis', 0)),
    })
  },
}

/** Adds values at the ends of one axis. */
const padAlong: Extern = {
  name: 'pad',
  lower(context) {
    const x = inputOf(context)
    const [axis, rank] = [axisOf(context.builder, x, numberOf(context, 'axis', 0)), context.builder.typeOf(x).shape.length]
    const amounts = [numberOf(context, 'before', 0), numberOf(context, 'after', 0)]
    const pads = amounts.flatMap((amount) => Array.from({ length: rank }, (_, index) => (index === axis ? amount : 0)))
    return context.builder.add('pad', [x], { pads, value: numberOf(context, 'value', 0) })
  },
}

/** Adds `amount` rows and columns of `value` on every side of an image. */
const pad: Extern = {
  name: 'Pad',
  lower(context) {
    const amount = numberOf(context, 'amount')
    return context.builder.add('pad', [inputOf(context)], {
      pads: [0, 0, amount, amount, 0, 0, amount, amount],
      value: numberOf(context, 'value', 0),
    })
  },
}

export const shapes: readonly Extern[] = [view('flatten'), view('squeeze'), view('reshape'), transpose, concat, stack, slice, gather, pad, padAlong]

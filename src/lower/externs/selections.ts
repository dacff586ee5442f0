import { axisOf, batched, inputOf, isBatched, numberOf, type Extern } from '../extern.js'

const place = (name: string): Extern => ({
  name,
  lower(context) {
    const x = inputOf(context)
    return context.builder.add(name, [x], { axis: axisOf(context.builder, x, numberOf(context, 'axis', -1)) })
  },
})

/** One of the two results of `top_k`; where both are asked for, the nodes are equal and become one. */
const largest = (name: string, result: 0 | 1): Extern => ({
  name,
  lower(context) {
    const { builder } = context
    const x = inputOf(context)
    const made = builder.addAll('top_k', [x], { k: numberOf(context, 'k'), axis: axisOf(builder, x, numberOf(context, 'axis', -1)) })[result]
    if (made === undefined) throw new Error('top_k has two results')
    return made
  },
})

/** Indices of each sample's own, or the same for all. */
const take: Extern = {
  name: 'take',
  lower(context) {
    const { builder } = context
    const [x, indices] = [inputOf(context, 0), inputOf(context, 1)]
    const axis = numberOf(context, 'axis', 0)
    // Values that are the same for all samples, taken along their first axis, are a table.
    if (!isBatched(builder, indices) || (axis === 0 && !isBatched(builder, x))) return builder.add('gather', [x, indices], { axis: axisOf(builder, x, axis) })
    const [each = x] = batched(builder, [x, indices])
    return builder.add('take', [each, indices], { axis: axisOf(builder, each, axis) })
  },
}

const oneHot: Extern = {
  name: 'one_hot',
  lower: (context) => context.builder.add('one_hot', [inputOf(context)], { depth: numberOf(context, 'depth') }),
}

/** What chooses among values, and what is made of such choices. */
export const selections: readonly Extern[] = [place('argmax'), place('argmin'), largest('top_k', 0), largest('arg_top_k', 1), take, oneHot]

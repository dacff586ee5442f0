import { aligned, inputOf, type Extern } from '../extern.js'

const binary = (name: string): Extern => ({
  name,
  lower: (context) => context.builder.add(name, aligned(context.builder, [inputOf(context, 0), inputOf(context, 1)])),
})

const matmul: Extern = {
  name: 'matmul',
  lower: (context) => context.builder.add('matmul', [inputOf(context, 0), inputOf(context, 1)]),
}

/** `where(c, a, b)`: a where c is above zero, else b. */
const where: Extern = {
  name: 'where',
  lower(context) {
    const { builder } = context
    const [condition, chosen, other] = aligned(builder, [inputOf(context, 0), inputOf(context, 1), inputOf(context, 2)])
    if (condition === undefined || chosen === undefined || other === undefined) throw new Error('where needs three operands')
    return builder.add('where', [builder.add('greater', [condition, builder.scalar(0)]), chosen, other])
  },
}

/** The operators, broadcasting as NumPy does within a sample. */
export const arithmetic: readonly Extern[] = [...['add', 'sub', 'mul', 'div'].map(binary), matmul, where]

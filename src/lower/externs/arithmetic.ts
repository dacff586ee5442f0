import type { GraphBuilder } from '../../ir/builder.js'
import type { ValueId } from '../../ir/graph.js'
import { aligned, inputOf, type Extern } from '../extern.js'

const binary = (name: string): Extern => ({
  name,
  lower: (context) => context.builder.add(name, aligned(context.builder, [inputOf(context, 0), inputOf(context, 1)])),
})

const matmul: Extern = {
  name: 'matmul',
  lower: (context) => context.builder.add('matmul', [inputOf(context, 0), inputOf(context, 1)]),
}

/** 1 where it holds, else 0. Codes are compared as numbers, which hold all of them below 2²⁴. */
const comparison = (name: string): Extern => ({
  name,
  lower(context) {
    const { builder } = context
    const number = (value: ValueId): ValueId => (builder.typeOf(value).dtype === 'f32' ? value : builder.add('cast', [value], { to: 'f32' }))
    return builder.add('cast', [builder.add(name, aligned(builder, [inputOf(context, 0), inputOf(context, 1)].map(number)))], { to: 'f32' })
  },
})

const equal = comparison('equal')
const notEqual: Extern = { name: 'not_equal', lower: (context) => context.builder.add('sub', [context.builder.scalar(1), equal.lower(context)]) }

/** Whether a value is above zero: of a comparison, itself before it was made a number. */
function holds(builder: GraphBuilder, value: ValueId): ValueId {
  const [from] = builder.nodes.find(({ op, outputs }) => op === 'cast' && outputs[0] === value)?.inputs ?? []
  return from !== undefined && builder.typeOf(from).dtype === 'bool' ? from : builder.add('greater', [value, builder.scalar(0)])
}

/** `where(c, a, b)`: a where c is above zero, else b. */
const where: Extern = {
  name: 'where',
  lower(context) {
    const { builder } = context
    const [condition, chosen, other] = aligned(builder, [inputOf(context, 0), inputOf(context, 1), inputOf(context, 2)])
    if (condition === undefined || chosen === undefined || other === undefined) throw new Error('where needs three operands')
    return builder.add('where', [holds(builder, condition), chosen, other])
  },
}

/** The operators, broadcasting as NumPy does within a sample. */
export const arithmetic: readonly Extern[] = [
  ...['add', 'sub', 'mul', 'div'].map(binary), ...['greater', 'less', 'greater_equal', 'less_equal'].map(comparison), equal, notEqual, matmul, where,
]

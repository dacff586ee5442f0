import type { GraphBuilder } from '../../ir/builder.js'
import type { ValueId } from '../../ir/graph.js'
import { parseContraction } from '../../types/contraction.js'
import { isBatched, sampleShape, textOf, type Extern } from '../extern.js'

/** A value and the letters of its axes; `*` is the batch, which stands first where there is one. */
interface Term {
  readonly value: ValueId
  readonly letters: readonly string[]
}

/**
 * A contraction as matrix products: operands two by two, axes that both have and the result too in front, then those of one alone,
 * and those that are summed over next to each other. So its gradient, cost and pruning are those of `matmul`.
 */
export const einsum: Extern = {
  name: 'einsum',
  lower(context) {
    const { builder, inputs } = context
    const equation = parseContraction(textOf(context, 'equation', ''))
    if (equation === undefined) throw new Error('einsum needs an equation')
    const anyBatch = inputs.some((value) => isBatched(builder, value))
    const result = [...(anyBatch ? ['*'] : []), ...equation.result]
    const sizes = new Map(inputs.flatMap((value, index) => sampleShape(builder, value).map((size, axis) => [equation.terms[index]?.[axis] ?? '', size] as const)))
    const [first, ...others] = inputs.map((value, index): Term => ({ value, letters: [...(isBatched(builder, value) ? ['*'] : []), ...(equation.terms[index] ?? '')] }))
    if (first === undefined) throw new Error('einsum needs an operand')
    const whole = others.reduce<Term>((left, right, index) => {
      const later = others.slice(index + 1).flatMap(({ letters }) => letters)
      return contract(builder, left, right, new Set([...result, ...later]), sizes)
    }, first)
    return ordered(builder, summed(builder, whole, new Set(result)), result).value
  },
}

/** Without the axes that nothing asks for. */
function summed(builder: GraphBuilder, { value, letters }: Term, wanted: ReadonlySet<string>): Term {
  const axes = letters.flatMap((letter, axis) => (wanted.has(letter) ? [] : [axis]))
  return axes.length === 0 ? { value, letters } : { value: builder.add('sum', [value], { axes, keepdims: false }), letters: letters.filter((letter) => wanted.has(letter)) }
}

function ordered(builder: GraphBuilder, { value, letters }: Term, order: readonly string[]): Term {
  const perm = order.flatMap((letter) => (letters.includes(letter) ? [letters.indexOf(letter)] : []))
  return perm.every((axis, index) => axis === index) ? { value, letters } : { value: builder.add('transpose', [value], { perm }), letters: perm.map((axis) => letters[axis] ?? '') }
}

/** All axes of a group in one, for a reshape, which works out the size of the batch. */
const sizeOf = (group: readonly string[], sizes: ReadonlyMap<string, number>): number =>
  group.includes('*') ? -1 : group.reduce((total, letter) => total * (sizes.get(letter) ?? 1), 1)

function contract(builder: GraphBuilder, a: Term, b: Term, wanted: ReadonlySet<string>, sizes: ReadonlyMap<string, number>): Term {
  const left = summed(builder, a, new Set([...wanted, ...b.letters]))
  const right = summed(builder, b, new Set([...wanted, ...a.letters]))
  const both = left.letters.filter((letter) => letter !== '*' && right.letters.includes(letter))
  const batch = [...([...left.letters, ...right.letters].includes('*') ? ['*'] : []), ...both.filter((letter) => wanted.has(letter))]
  const inner = both.filter((letter) => !wanted.has(letter))
  const only = ({ letters }: Term): readonly string[] => letters.filter((letter) => !batch.includes(letter) && !inner.includes(letter))
  const [rows, columns] = [only(left), only(right)]

  const viewed = ({ value, letters }: Term, groups: readonly (readonly string[])[]): ValueId => {
    const front = batch.filter((letter) => letters.includes(letter))
    const { value: moved } = ordered(builder, { value, letters }, [...front, ...groups.flat()])
    const shape = [...front.map((letter) => sizeOf([letter], sizes)), ...groups.map((group) => sizeOf(group, sizes))]
    return groups.every((group) => group.length === 1) ? moved : builder.add('reshape', [moved], { shape })
  }
  const product = builder.add('matmul', [viewed(left, [rows, inner]), viewed(right, [inner, columns])])
  const letters = [...batch, ...rows, ...columns]
  if (rows.length === 1 && columns.length === 1) return { value: product, letters }
  return { value: builder.add('reshape', [product], { shape: letters.map((letter) => sizeOf([letter], sizes)) }), letters }
}

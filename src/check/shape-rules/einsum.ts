import { parseContraction } from '../../types/contraction.js'
import { fromDim } from '../../types/dimension.js'
import type { Dim } from '../../types/tensor.js'
import { compareDimensions, hasRest } from '../compare.js'
import { one, open, print, wrong, type ShapeRule } from './rule.js'

/** `ij,jk->ik`: axes with one letter are of one size, and the result has those that it names. */
export const einsum: ShapeRule = {
  name: 'einsum',
  lists: 'always',
  infer({ shapes, length, text, assumed }) {
    const equation = text('equation')
    if (equation === undefined || length !== undefined || shapes.some(hasRest)) return open
    const found = parseContraction(equation)
    if (found === undefined) return wrong(`needs an equation such as "ij,jk->ik", each letter once in a term, not ${JSON.stringify(equation)}`)
    const { terms, result } = found
    if (terms.length !== shapes.length) return wrong(`has ${terms.length} terms in ${JSON.stringify(equation)} for ${shapes.length} tensors`)
    const sizes = new Map<string, Dim>()
    for (const [index, shape] of shapes.entries()) {
      const letters = terms[index] ?? ''
      if (letters.length !== shape.length) return wrong(`has the term ${JSON.stringify(letters)} for ${print(shape)}`)
      for (const [axis, letter] of [...letters].entries()) {
        const [size, before] = [shape[axis] ?? 1, sizes.get(letter)]
        const verdict = before === undefined ? undefined : compareDimensions(fromDim(before), fromDim(size), assumed)
        if (verdict?.equal === false) return wrong(`has axes of ${before} and of ${size} for \`${letter}\` in ${JSON.stringify(equation)}`, verdict)
        if (before === undefined || typeof size === 'number') sizes.set(letter, size)
      }
    }
    return one([...result].map((letter) => sizes.get(letter) ?? 1))
  },
}

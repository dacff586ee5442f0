import { fromDim } from '../../types/dimension.js'
import { broadcast } from '../broadcast.js'
import { compareDimensions, hasRest } from '../compare.js'
import { one, open, print, wrong, type ShapeRule } from './rule.js'

/** [..., n, k] · [..., k, m] → [..., n, m]; leading axes broadcast. */
export const matmul: ShapeRule = {
  name: 'matmul',
  lists: 'never',
  infer({ shapes: [a = [], b = []], assumed }) {
    if (hasRest(a) || hasRest(b)) return open
    const [n, k, k2, m] = [a.at(-2), a.at(-1), b.at(-2), b.at(-1)]
    if (n === undefined || k === undefined || k2 === undefined || m === undefined) return wrong(`needs matrices, not ${print(a)} and ${print(b)}`)
    const inner = compareDimensions(fromDim(k), fromDim(k2), assumed)
    const lead = broadcast(a.slice(0, -2), b.slice(0, -2), assumed)
    const verdict = inner.equal === false ? inner : lead.shape === undefined ? lead.verdict : undefined
    if (lead.shape === undefined || verdict !== undefined) return wrong(`cannot multiply ${print(a)} and ${print(b)}`, verdict)
    return one([...lead.shape, n, m])
  },
}

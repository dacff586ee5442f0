import { broadcast } from '../broadcast.js'
import { one, print, wrong, type ShapeRule } from './rule.js'

/** [..., n, k] · [..., k, m] → [..., n, m]; leading axes broadcast. */
export const matmul: ShapeRule = {
  name: 'matmul',
  lists: 'never',
  infer({ shapes: [a = [], b = []] }) {
    const [n, k, k2, m] = [a.at(-2), a.at(-1), b.at(-2), b.at(-1)]
    if (n === undefined || k2 === undefined || m === undefined) return wrong(`needs matrices, not ${print(a)} and ${print(b)}`)
    const lead = broadcast(a.slice(0, -2), b.slice(0, -2))
    if (k !== k2 || lead === undefined) return wrong(`cannot multiply ${print(a)} and ${print(b)}`)
    return one([...lead.map(Number), n, m])
  },
}

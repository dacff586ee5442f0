import { formatCount } from '../format.js'
import type { GraphCost } from '../../ir/cost.js'
import type { DrawnNode } from './drawing.js'

/** `520 params · 288,000 MACs`; empty where there are neither. */
export function costCaption({ params, macs }: GraphCost): string {
  return [params > 0 ? `${formatCount(params)} params` : '', macs > 0 ? `${formatCount(macs)} MACs` : ''].filter((text) => text !== '').join(' · ')
}

/** The lines below a node's name. */
export function captionLines(node: DrawnNode, tasks: number): readonly string[] {
  const ops = node.role === 'output' ? node.ops.join(' ') : node.ops.length === 1 && node.ops[0] !== node.name.replace(/_\d+$/, '').split('.').at(-1) ? (node.ops[0] ?? '') : ''
  const some = node.role === 'shared' && node.tasks.length < tasks ? `for ${node.tasks.join(', ')}` : ''
  return [some, ops, node.output, costCaption(node)].filter((text) => text !== '')
}

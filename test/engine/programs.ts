import { GraphBuilder } from '../../src/ir/builder.js'
import type { Program } from '../../src/engine/engine.js'
import { f32 } from '../../src/types/tensor.js'

/** total ← total + x·scale, and what total was: a piece of state in the smallest form. */
export function accumulator(): Program {
  const b = new GraphBuilder('accumulator')
  const x = b.input('x', { dtype: 'f32', shape: [2] })
  const total = b.parameter('total', { dtype: 'f32', shape: [2] }, { kind: 'constant', value: 0 })
  const scale = b.parameter('scale', { dtype: 'f32', shape: [] }, { kind: 'constant', value: 1 })
  b.output('before', total)
  b.output('next:total', b.add('add', [total, b.add('mul', [x, scale])]))
  return {
    graph: b.build(),
    weights: new Map([['scale', f32([], [10])]]),
    state: [{ input: 'total', output: 'next:total', initial: f32([2], [1, 2]) }],
  }
}

/** y = relu(x·w + b) over any number of rows. */
export function dense(): Program {
  const b = new GraphBuilder('dense')
  const x = b.input('x', { dtype: 'f32', shape: ['N', 2] })
  const bias = b.input('bias', { dtype: 'f32', shape: ['N', 3] })
  const w = b.parameter('w', { dtype: 'f32', shape: [2, 3] }, { kind: 'normal', std: 1 })
  b.output('y', b.add('relu', [b.add('add', [b.add('matmul', [x, w]), bias])]))
  return { graph: b.build(), weights: new Map([['w', f32([2, 3], [1, 2, 3, -4, -5, -6])]]) }
}

/** A table of three rows, looked up by code. */
export function lookup(): Program {
  const b = new GraphBuilder('lookup')
  const codes = b.input('codes', { dtype: 'i64', shape: ['N'] })
  const table = b.parameter('table', { dtype: 'f32', shape: [3, 2] }, { kind: 'normal', std: 1 })
  b.output('y', b.add('embedding', [table, codes]))
  return { graph: b.build(), weights: new Map([['table', f32([3, 2], [1, 2, 3, 4, 5, 6])]]) }
}

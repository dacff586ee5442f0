/** The gradient that layer norm and group norm have in common. */
import type { ValueId } from '../ir/graph.js'
import { times } from './elementwise.js'
import type { Writer } from './op.js'
import { sizeAt } from './shapes.js'

/**
 * Of z = (x − mean) / √(variance + ε) over the last axis, given dz: z again, and
 * dx = (dz − mean(dz) − z · mean(dz · z)) / √(variance + ε).
 */
export function normalizedGradient(writer: Writer, x: ValueId, dz: ValueId, epsilon: number): { readonly z: ValueId; readonly dx: ValueId } {
  const row = { axes: [-1], keepdims: true }
  const centred = writer.add('sub', [x, writer.add('mean', [x], row)])
  const variance = writer.add('mean', [writer.add('square', [centred])], row)
  const inverse = writer.add('reciprocal', [writer.add('sqrt', [writer.add('add', [variance, writer.scalar(epsilon)])])])
  const z = writer.add('mul', [centred, inverse])
  const { shape } = writer.typeOf(x)
  const along = times(writer, writer.add('sum', [writer.add('mul', [dz, z])], row), 1 / sizeAt('normalized', shape, shape.length - 1))
  const inner = writer.add('sub', [writer.add('sub', [dz, writer.add('mean', [dz], row)]), writer.add('mul', [z, along])])
  return { z, dx: writer.add('mul', [inner, inverse]) }
}

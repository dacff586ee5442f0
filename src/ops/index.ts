import { constant } from './constant.js'
import { dequantize } from './dequantize.js'
import { fakeQuantizeGradient } from './fake-quantize-gradient.js'
import { fakeQuantize } from './fake-quantize.js'
import type { Op } from './op.js'
import { quantize } from './quantize.js'

const all: readonly Op[] = [
  constant,
  dequantize,
  fakeQuantize,
  fakeQuantizeGradient,
  quantize,
]

/** The op table: every op that a graph may hold, by name. */
export const ops: ReadonlyMap<string, Op> = new Map(all.map((op) => [op.name, op]))

export function opNamed(name: string): Op {
  const op = ops.get(name)
  if (op === undefined) throw new Error(`there is no op called ${name}`)
  return op
}

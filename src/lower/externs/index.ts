import type { Extern } from '../extern.js'
import { activations } from './activations.js'
import { arithmetic } from './arithmetic.js'
import { attention } from './attention.js'
import { batchNorm } from './batch-norm.js'
import { convTranspose } from './conv-transpose.js'
import { conv, depthwiseConv } from './conv.js'
import { dense } from './dense.js'
import { dropout } from './dropout.js'
import { einsum } from './einsum.js'
import { embedding } from './embedding.js'
import { groupNorm } from './group-norm.js'
import { layerNorm } from './layer-norm.js'
import { pools } from './pool.js'
import { recurrent } from './recurrent.js'
import { reductions } from './reductions.js'
import { resize } from './resize.js'
import { selections } from './selections.js'
import { shapes } from './shapes.js'

const all: readonly Extern[] = [
  dense,
  conv,
  depthwiseConv,
  convTranspose,
  embedding,
  batchNorm,
  layerNorm,
  groupNorm,
  attention,
  ...recurrent,
  ...pools,
  resize,
  dropout,
  ...activations,
  ...arithmetic,
  ...reductions,
  ...selections,
  einsum,
  ...shapes,
]

/** Every extern that can be lowered, by its name in the core library. */
export const externs: ReadonlyMap<string, Extern> = new Map(all.map((extern) => [extern.name, extern]))

export function externNamed(name: string): Extern {
  const extern = externs.get(name)
  if (extern === undefined) throw new Error(`there is no lowering for the extern ${name}`)
  return extern
}

import { einsum } from './einsum.js'
import { concat, stack } from './joins.js'
import { matmul } from './matmul.js'
import { gather, pad, slice, split } from './parts.js'
import { logSumExp, max, mean, min, prod, sum } from './reductions.js'
import { resize } from './resize.js'
import type { ShapeRule } from './rule.js'
import { argmax, argmin, argTopK, take, topK, where } from './selections.js'
import { flatten, reshape, squeeze, transpose } from './views.js'

/** Shapes of the externs whose declarations write no result type. */
export const shapeRules: ReadonlyMap<string, ShapeRule> = new Map(
  [
    flatten, squeeze, reshape, transpose, concat, stack, split, slice, gather, pad, take, matmul, einsum, sum, mean, max, min, prod, logSumExp, argmax, argmin,
    topK, argTopK, where, resize,
  ].map((rule) => [rule.name, rule]),
)

import { concat, stack } from './joins.js'
import { matmul } from './matmul.js'
import { gather, slice, split } from './parts.js'
import { max, mean, min, sum } from './reductions.js'
import { resize } from './resize.js'
import type { ShapeRule } from './rule.js'
import { flatten, reshape, squeeze, transpose } from './views.js'

/** Shapes of the externs whose declarations write no result type. */
export const shapeRules: ReadonlyMap<string, ShapeRule> = new Map(
  [flatten, squeeze, reshape, transpose, concat, stack, split, slice, gather, matmul, sum, mean, max, min, resize].map((rule) => [rule.name, rule]),
)

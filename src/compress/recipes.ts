import type { TypedCompress } from '../check/typed.js'

/** What one compression applies. */
export interface Recipe {
  readonly prune: boolean
  readonly int8: boolean
}

/** Whether the file names no pass, and so leaves it to the compiler. */
export const isFree = ({ prune, quantize, later, budget }: TypedCompress): boolean =>
  prune === undefined && quantize === undefined && later.length === 0 && budget.length > 0

/** What to try, in this order, until one meets the budget. */
export function recipesOf(compress: TypedCompress): readonly Recipe[] {
  // A budget and no passes: int8 first, since it costs the least quality, and f32 widths where that fails.
  if (isFree(compress)) return [{ prune: true, int8: true }, { prune: true, int8: false }]
  return [{ prune: compress.prune !== undefined, int8: compress.quantize !== undefined }]
}

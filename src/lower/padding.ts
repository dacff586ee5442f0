import { textOf, type ExternContext } from './extern.js'

/**
 * `[top, left, bottom, right]` for a window that reaches over `extent` pixels. "same" pads by extent − 1
 * in all, the smaller half first, so that ceil(size / stride) windows fit whatever the size.
 */
export function padding(context: ExternContext, extent: number, fallback = 'same'): readonly number[] {
  if (textOf(context, 'padding', fallback) !== 'same') return [0, 0, 0, 0]
  const begin = Math.floor((extent - 1) / 2)
  const end = extent - 1 - begin
  return [begin, begin, end, end]
}

/** "ceil": below and to the right, what the last window reaches beyond an image of `sides`, where it begins within it. */
export const ceilPadding = (sides: readonly number[], kernel: number, stride: number): readonly number[] => [
  0, 0, ...sides.map((side) => Math.ceil((side - kernel) / stride) * stride + kernel - side),
]

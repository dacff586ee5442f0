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

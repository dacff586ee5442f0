import type { Augment } from './step.js'

/** Mirrors every other image: left and right change sides (`horizontal`), or top and bottom. */
export const flip: Augment<{ readonly axis: 'horizontal' | 'vertical' }> = ({ values, channels, height, width }, { axis }, draw) => {
  if (draw() < 0.5) return undefined
  const rows = channels * height
  if (axis === 'horizontal') {
    for (let row = 0; row < rows; row++) values.subarray(row * width, (row + 1) * width).reverse()
    return ([left, top, right, bottom]) => [1 - right, top, 1 - left, bottom]
  }
  for (let channel = 0; channel < channels; channel++) {
    for (let top = 0; top < height >> 1; top++) {
      const upper = (channel * height + top) * width
      const lower = (channel * height + height - 1 - top) * width
      const kept = values.slice(upper, upper + width)
      values.copyWithin(upper, lower, lower + width)
      values.set(kept, lower)
    }
  }
  return ([left, top, right, bottom]) => [left, 1 - bottom, right, 1 - top]
}

import type { Tensor } from '../../types/tensor.js'

export type Point = readonly [x: number, y: number]

/**
 * Where a prediction has point `index` (sample · n + point), as shares of the image's width and height: as it says itself, f32[N, n, 2]; or in heat
 * maps, f32[N, n, h, w], at the highest pixel, a quarter of a pixel towards the higher of its neighbours (Newell et al. 2016, section 3.1).
 * The emitted bindings read maps in the same way (emit/fields/keypoints.ts).
 */
export function pointAt({ shape, data }: Tensor, index: number): Point {
  const value = (place: number): number => Number(data[place])
  if (shape.length === 3) return [value(2 * index), value(2 * index + 1)]
  const [, , height = 1, width = 1] = shape
  const first = index * height * width
  let best = 0
  for (let pixel = 1; pixel < height * width; pixel++) if (value(first + pixel) > value(first + best)) best = pixel
  const x = best % width
  const y = (best - x) / width
  const shift = (at: number, size: number, stride: number): number => {
    if (at === 0 || at === size - 1) return 0
    return Math.sign(value(first + best + stride) - value(first + best - stride)) / 4
  }
  return [(x + 0.5 + shift(x, width, 1)) / width, (y + 0.5 + shift(y, height, width)) / height]
}

/** Where windows lie: strides, padding and dilation of convolutions and pools over [N, C, H, W]. */
import type { Attributes } from '../ir/graph.js'
import type { TensorType } from '../types/tensor.js'
import { numbers } from './attributes.js'
import type { OnnxAttributes } from './op.js'
import { fail, sizeAt } from './shapes.js'

export type Pair = readonly [number, number]

export interface Geometry {
  /** Sizes of the input. */
  readonly size: Pair
  readonly kernel: Pair
  readonly stride: Pair
  readonly dilation: Pair
  /** Top, left, bottom, right. */
  readonly pads: readonly [number, number, number, number]
  /** Sizes of the output. */
  readonly out: Pair
}

function pairOf(op: string, attributes: Attributes, name: string, fallback: readonly number[], least: number): Pair {
  const [h, w, ...rest] = numbers(attributes, name, fallback)
  if (h === undefined || w === undefined || rest.length > 0 || h < least || w < least) fail(op, `\`${name}\` needs two numbers of at least ${least}`)
  return [h, w]
}

/** From the spatial sizes of x and the kernel; attributes `stride`, `pads`, `dilation`. */
export function geometry(op: string, size: Pair, kernel: Pair, attributes: Attributes, stride: readonly number[] = [1, 1]): Geometry {
  const strides = pairOf(op, attributes, 'stride', stride, 1)
  const dilation = pairOf(op, attributes, 'dilation', [1, 1], 1)
  const [t = 0, l = 0, b = 0, r = 0, ...rest] = numbers(attributes, 'pads', [0, 0, 0, 0])
  if (rest.length > 0 || Math.min(t, l, b, r) < 0) fail(op, '`pads` needs four numbers that are not negative')
  const along = (axis: 0 | 1, pads: number): number =>
    Math.floor((size[axis] + pads - dilation[axis] * (kernel[axis] - 1) - 1) / strides[axis]) + 1
  const out: Pair = [along(0, t + b), along(1, l + r)]
  if (Math.min(...out) < 1) fail(op, `a kernel of ${kernel.join('×')} does not fit an image of ${size.join('×')}`)
  return { size, kernel, stride: strides, dilation, pads: [t, l, b, r], out }
}

/** The spatial sizes of [N, C, H, W]. */
export function spatial(op: string, { shape }: TensorType): Pair {
  if (shape.length !== 4) fail(op, `needs a tensor of [N, C, H, W], not [${shape.join(', ')}]`)
  return [sizeAt(op, shape, 2), sizeAt(op, shape, 3)]
}

/** Attributes `kernel` and `stride` (the kernel by default) of a pool. */
export const poolGeometry = (op: string, x: TensorType, attributes: Attributes): Geometry => {
  const kernel = pairOf(op, attributes, 'kernel', [], 1)
  return geometry(op, spatial(op, x), kernel, attributes, kernel)
}

export const convGeometry = (op: string, x: TensorType, weight: TensorType, attributes: Attributes): Geometry =>
  geometry(op, spatial(op, x), spatial(op, weight), attributes)

/** The ONNX attributes that all windowed operators share. */
export const windows = ({ kernel, stride, pads }: Geometry): OnnxAttributes => ({ kernel_shape: kernel, strides: stride, pads })

/** Windows that tile the image: none overlap, none reach into padding. */
export const tiles = ({ kernel, stride, pads, dilation }: Geometry): boolean =>
  kernel[0] === stride[0] && kernel[1] === stride[1] && pads.every((amount) => amount === 0) && dilation[0] === 1 && dilation[1] === 1

/** Rows and columns at the bottom and right that no window covers. */
export const uncovered = ({ size, kernel, stride, dilation, pads, out }: Geometry): Pair => {
  const along = (axis: 0 | 1, before: number): number =>
    Math.max(0, size[axis] + before - ((out[axis] - 1) * stride[axis] + dilation[axis] * (kernel[axis] - 1) + 1))
  return [along(0, pads[0]), along(1, pads[1])]
}

import type { Sides } from '../../types/places.js'

/** One image as planes of pixels, changed in place. */
export interface Pixels {
  readonly values: Float32Array
  readonly channels: number
  readonly height: number
  readonly width: number
}

/** Where a box of the image went. */
export type Move = (box: Sides) => Sides

/**
 * A kind of augmentation; `draw` gives the next number in [0, 1). What moves in from outside is 0. Gives where boxes went, where it moved the image and boxes stay
 * boxes. One file a kind.
 */
export type Augment<S> = (image: Pixels, step: S, draw: () => number) => Move | undefined

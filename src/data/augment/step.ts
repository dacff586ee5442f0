/** One image as planes of pixels, changed in place. */
export interface Pixels {
  readonly values: Float32Array
  readonly channels: number
  readonly height: number
  readonly width: number
}

/** Left, top, right and bottom of a box, as shares of the image's width and height. */
export type Sides = readonly [left: number, top: number, right: number, bottom: number]

/** Where a box of the image went. */
export type Move = (box: Sides) => Sides

/**
 * A kind of augmentation; `draw` gives the next number in [0, 1). What moves in from outside is 0. Gives where boxes went, where it moved the image and boxes stay
 * boxes. One file a kind.
 */
export type Augment<S> = (image: Pixels, step: S, draw: () => number) => Move | undefined

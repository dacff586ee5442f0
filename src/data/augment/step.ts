/** One image as planes of pixels, changed in place. */
export interface Pixels {
  readonly values: Float32Array
  readonly channels: number
  readonly height: number
  readonly width: number
}

/** A kind of augmentation; `draw` gives the next number in [0, 1). What moves in from outside is 0. One file a kind. */
export type Augment<S> = (image: Pixels, step: S, draw: () => number) => void

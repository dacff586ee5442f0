/** Mean and standard deviation per channel (image) or element (vector, table numbers); of the training part, where they are measured. */
export interface Statistics {
  readonly mean: readonly number[]
  readonly std: readonly number[]
}

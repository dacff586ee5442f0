/** What is learned of a field from the training part before the model is. */
export interface Statistics {
  /** Mean and standard deviation per channel (image) or element (vector, table numbers); empty for a text. */
  readonly mean: readonly number[]
  readonly std: readonly number[]
  /** Of a text: pieces of words by their number. */
  readonly pieces?: readonly string[]
}

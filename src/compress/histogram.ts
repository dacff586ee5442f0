/** Bins on each side of zero. */
const bins = 2048

/** A value without a place on the line. */
export class NotFiniteError extends RangeError {
  override readonly name = 'NotFiniteError'
}

/**
 * How often values occur, in bounded memory: when a larger magnitude comes, the range doubles and bin
 * pairs are merged, so that nothing is forgotten and nothing is kept.
 */
export class Histogram {
  /** Upper end of the last bin: the width of a bin is `reach / bins`. */
  reach = 0
  min = Infinity
  max = -Infinity
  count = 0
  /** Counts of values in [i, i + 1) · width, and of those in −[i, i + 1) · width. */
  positive = new Float64Array(bins)
  negative = new Float64Array(bins)

  add(values: ArrayLike<number>): void {
    let [min, max] = [this.min, this.max]
    for (let index = 0; index < values.length; index++) {
      const value = values[index] ?? 0
      // NaN compares false with everything, so that no minimum would show it.
      if (!Number.isFinite(value)) throw new NotFiniteError(`an activation is ${value}`)
      if (value < min) min = value
      if (value > max) max = value
    }
    if (values.length === 0) return
    const largest = Math.max(Math.abs(min), Math.abs(max))
    this.min = min
    this.max = max
    this.count += values.length
    if (this.reach === 0) this.reach = largest
    while (this.reach < largest) {
      this.reach *= 2
      this.positive = merged(this.positive)
      this.negative = merged(this.negative)
    }
    const scale = this.reach === 0 ? 0 : bins / this.reach
    const { positive, negative } = this
    for (let index = 0; index < values.length; index++) {
      const value = values[index] ?? 0
      const side = value < 0 ? negative : positive
      const bin = Math.min(bins - 1, Math.floor(Math.abs(value) * scale))
      side[bin] = (side[bin] ?? 0) + 1
    }
  }

  get width(): number {
    return this.reach / bins
  }

  /** Bins from the lowest value to the highest: the centre of each and its count. */
  *entries(): Iterable<readonly [number, number]> {
    for (let bin = bins - 1; bin >= 0; bin--) {
      const count = this.negative[bin] ?? 0
      if (count > 0) yield [-(bin + 0.5) * this.width, count]
    }
    for (let bin = 0; bin < bins; bin++) {
      const count = this.positive[bin] ?? 0
      // The lowest bin holds the many exact zeros behind a relu.
      if (count > 0) yield [bin === 0 ? 0 : (bin + 0.5) * this.width, count]
    }
  }
}

function merged(counts: Float64Array): Float64Array<ArrayBuffer> {
  const half = new Float64Array(counts.length)
  for (const [bin, count] of counts.entries()) half[bin >> 1] = (half[bin >> 1] ?? 0) + count
  return half
}

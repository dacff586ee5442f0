/** A curve over the steps of a run, kept in so few points that it can be drawn: neighbours are merged as it grows. */
export interface Point {
  /** Steps done. */
  readonly step: number
  readonly value: number
}

export interface Curve {
  /** Means over `every` values each, at the step of the last of them. */
  readonly points: readonly Point[]
  readonly every: number
  /** What the next point is made of. */
  readonly sum: number
  readonly count: number
}

export const emptyCurve: Curve = { points: [], every: 1, sum: 0, count: 0 }

/** The curve with one more value; with more than `most` points, two by two become one. */
export function extended(curve: Curve, { step, value }: Point, most: number): Curve {
  const [sum, count] = [curve.sum + value, curve.count + 1]
  if (count < curve.every) return { ...curve, sum, count }
  const points = [...curve.points, { step, value: sum / count }]
  if (points.length <= most) return { points, every: curve.every, sum: 0, count: 0 }
  const halved: Point[] = []
  for (let index = 1; index < points.length; index += 2) {
    const [before, last] = [points[index - 1], points[index]]
    if (before !== undefined && last !== undefined) halved.push({ step: last.step, value: (before.value + last.value) / 2 })
  }
  const odd = points.length % 2 === 1 ? points.at(-1) : undefined
  return { points: halved, every: 2 * curve.every, sum: odd === undefined ? 0 : odd.value * curve.every, count: odd === undefined ? 0 : curve.every }
}

/** Whether values are better read on a logarithmic scale: all positive, and over more than this factor. */
export const spansDecades = (values: readonly number[], factor = 30): boolean => {
  const smallest = values.reduce((least, value) => Math.min(least, value), Infinity)
  return smallest > 0 && values.reduce((most, value) => Math.max(most, value), 0) > factor * smallest
}

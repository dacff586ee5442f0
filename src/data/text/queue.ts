/** A binary heap: gives back first what `order` puts first. */
export class PriorityQueue<T> {
  readonly #items: T[] = []
  readonly #order: (a: T, b: T) => number

  constructor(order: (a: T, b: T) => number) {
    this.#order = order
  }

  push(item: T): void {
    const items = this.#items
    let at = items.length
    for (let above = (at - 1) >> 1; at > 0; at = above, above = (at - 1) >> 1) {
      const parent = items[above]
      if (parent === undefined || this.#order(parent, item) <= 0) break
      items[at] = parent
    }
    items[at] = item
  }

  pop(): T | undefined {
    const items = this.#items
    const [first] = items
    const last = items.pop()
    if (last === undefined || items.length === 0) return first
    let at = 0
    for (let below = 1; below < items.length; below = 2 * at + 1) {
      const [left, right] = [items[below], items[below + 1]]
      if (left === undefined) break
      const [smaller, place] = right !== undefined && this.#order(right, left) < 0 ? [right, below + 1] : [left, below]
      if (this.#order(last, smaller) <= 0) break
      items[at] = smaller
      at = place
    }
    items[at] = last
    return first
  }
}

/** Disjoint sets of the integers below `count`, with path halving. */
export class UnionFind {
  readonly #parent: Int32Array

  constructor(count: number) {
    this.#parent = Int32Array.from({ length: count }, (_, index) => index)
  }

  find(element: number): number {
    let current = element
    for (;;) {
      const parent = this.#parent[current] ?? current
      if (parent === current) return current
      const above = this.#parent[parent] ?? parent
      this.#parent[current] = above
      current = above
    }
  }

  union(a: number, b: number): void {
    const [x, y] = [this.find(a), this.find(b)]
    // The smaller index leads, so that sets come out in the order of their first elements.
    if (x < y) this.#parent[y] = x
    else this.#parent[x] = y
  }
}

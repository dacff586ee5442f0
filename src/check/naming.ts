/**
 * Names of weights: the path of names that led to them. Within one body a name is given once; a second
 * `Conv` is `conv_1`. What `let` and `param` declare is claimed first, so that adding a line elsewhere
 * renames nothing.
 */
export class Naming {
  #path: string | (() => string)
  readonly #used = new Set<string>()
  #groups = 0

  constructor(path: string | (() => string)) {
    this.#path = path
  }

  get path(): string {
    if (typeof this.#path !== 'string') this.#path = this.#path()
    return this.#path
  }

  /** The first free of `name`, `name_1`, `name_2`, with the path before it. */
  claim(name: string): string {
    let free = name
    for (let count = 1; this.#used.has(free); count++) free = `${name}_${count}`
    this.#used.add(free)
    return this.path === '' ? free : `${this.path}.${free}`
  }

  /**
   * Places for numbered copies: `stage.0`, `stage.1` for the first group of a body, `stage.repeat_1.0` for
   * the next. The group is settled when a copy first names something.
   */
  copies(): (index: number) => Naming {
    let group: string | undefined
    const settle = (): string => (group ??= this.#groups++ === 0 ? this.path : this.claim(`repeat_${this.#groups - 1}`))
    return (index) => new Naming(() => (settle() === '' ? String(index) : `${settle()}.${index}`))
  }
}

/** `BatchNorm` → `batch_norm`, `MLP` → `mlp`, `Conv2D` → `conv2_d`. */
export const snakeCase = (name: string): string =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()

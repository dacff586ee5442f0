/** Calls of one session take effect one after the other, in the order in which they came; once it is closed, none does. */
export class Turns {
  #queue: Promise<unknown> = Promise.resolve()
  #closed = false

  take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new Error('the session is closed'))
    const result = this.#queue.then(work)
    this.#queue = result.catch(() => undefined)
    return result
  }

  /** The last turn; nothing happens where it was taken already. */
  close(work: () => Promise<void>): Promise<void> {
    if (this.#closed) return Promise.resolve()
    const closing = this.take(work)
    this.#closed = true
    return closing
  }
}

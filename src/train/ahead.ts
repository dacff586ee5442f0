/**
 * Runs `use` on each item in order. `use` may call `prepareNext` once its own work is under way elsewhere
 * (in the engine's thread): the next item is then fetched meanwhile. `use` ends the walk by returning false.
 */
export async function ahead<T>(
  items: AsyncIterable<T>,
  use: (item: T, prepareNext: () => void) => Promise<boolean | void>,
): Promise<void> {
  const iterator = items[Symbol.asyncIterator]()
  let next: Promise<IteratorResult<T>> | undefined
  const fetch = (): Promise<IteratorResult<T>> => {
    if (next === undefined) {
      next = iterator.next()
      // Its failure is told where it is awaited; if `use` fails first, that one counts.
      next.catch(() => undefined)
    }
    return next
  }
  try {
    for (;;) {
      const { value, done } = await fetch()
      next = undefined
      if (done === true) return
      if ((await use(value, fetch)) === false) return
    }
  } finally {
    await next?.catch(() => undefined)
    await iterator.return?.()
  }
}

/** Work that waits while there are new reasons for it, one close upon the other. */

export interface Debounced {
  again(): void
  cancel(): void
}

/**
 * The work is done as soon as no reason has come for `delay` milliseconds; where `atOnce`, the first reason after such a
 * pause is not waited after.
 */
export function debounced(delay: number, atOnce: boolean, work: () => void): Debounced {
  let timer: NodeJS.Timeout | undefined
  let last = Number.NEGATIVE_INFINITY
  const cancel = (): void => {
    clearTimeout(timer)
    timer = undefined
  }
  return {
    again() {
      cancel()
      const now = performance.now()
      const wait = atOnce && now - last > delay ? 0 : delay
      last = now
      timer = setTimeout(() => {
        timer = undefined
        work()
      }, wait)
    },
    cancel,
  }
}

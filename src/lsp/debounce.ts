/** Work that waits until a while has passed without a further reason for it. */

export interface Debounced {
  /** Puts the work off by the whole delay again. */
  again(): void
  cancel(): void
}

export function debounced(delay: number, work: () => void): Debounced {
  let timer: NodeJS.Timeout | undefined
  const cancel = (): void => {
    clearTimeout(timer)
    timer = undefined
  }
  return {
    again() {
      cancel()
      timer = setTimeout(() => {
        timer = undefined
        work()
      }, delay)
    },
    cancel,
  }
}

/** Wrong usage: said without a stack, with exit code 2. */
export class UsageError extends Error {}

/** What `--only` names of all that can be measured; all of it without. */
export function chosen<T extends { readonly name: string }>(all: readonly T[], only: readonly string[] | undefined): readonly T[] {
  const unknown = only?.filter((name) => !all.some((each) => each.name === name)) ?? []
  if (unknown.length > 0) throw new UsageError(`--only: there is no ${unknown.join(', ')}; there are ${all.map(({ name }) => name).join(', ')}`)
  return all.filter(({ name }) => only?.includes(name) ?? true)
}

/** `1,2` */
export function threadCounts(text: string): readonly number[] {
  const counts = text.split(',').map(Number)
  if (!counts.every((count) => Number.isSafeInteger(count) && count >= 1)) throw new UsageError(`--threads: ${text} is not a list of whole numbers, 1 or more`)
  return counts
}

/**
 * What a run is made from, part by part: a run goes on from a checkpoint only where all parts are the same. Short values are
 * kept as they are, so that a finding can say them; long ones as their hashes.
 */
export type Made = Readonly<Record<string, string>>

/** What is longer is named, and not said. */
const shortest = 24

/** A program's graph holds what was measured in the data, so that both differ where one of them may be as it was. */
const entwined = ['the data', 'the program'] as const

const said = (value: string | undefined): string => value ?? 'none'

/**
 * The parts that differ, with both values where these are short: `threads 2, now 1`. Empty where all are the same;
 * `then` is undefined for a checkpoint of a version that did not keep its parts.
 */
export function differences(then: Made | undefined, now: Made): readonly string[] {
  if (then === undefined) return ['by an older version of mtlc']
  const differs = (part: string): boolean => then[part] !== now[part]
  const parts = [...new Set([...Object.keys(now), ...Object.keys(then)])].filter(differs)
  // Of another method, its parameters go without saying.
  const told = parts.filter((part) => !(part.includes('.') && differs(part.slice(0, part.lastIndexOf('.')))))
  const either = entwined.every(differs)
  return told.flatMap((part) => {
    if (either && part === entwined[1]) return []
    if (either && part === entwined[0]) return [entwined.join(' or ')]

    const values = [said(then[part]), said(now[part])]
    return values.every(({ length }) => length <= shortest) ? [`${part} ${values.join(', now ')}`] : [part]
  })
}

import { hard } from './hard.js'
import { none } from './none.js'
import type { SharingScheme } from './scheme.js'

export const schemes: ReadonlyMap<string, SharingScheme> = new Map([hard, none].map((scheme) => [scheme.name, scheme]))

export function schemeNamed(name: string): SharingScheme {
  const scheme = schemes.get(name)
  if (scheme === undefined) throw new Error(`there is no sharing scheme called ${name}`)
  return scheme
}

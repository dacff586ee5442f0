import type { Clip } from './clip.js'
import { norm } from './norm.js'
import { value } from './value.js'

export const clips: ReadonlyMap<string, Clip> = new Map([norm, value].map((clip) => [clip.name, clip]))

export function clipNamed(name: string): Clip {
  const clip = clips.get(name)
  if (clip === undefined) throw new Error(`there is no way to clip called ${name}`)
  return clip
}

import type { Average } from './average.js'
import { ema } from './ema.js'

export const averages: ReadonlyMap<string, Average> = new Map([ema].map((average) => [average.name, average]))

export function averageNamed(name: string): Average {
  const average = averages.get(name)
  if (average === undefined) throw new Error(`there is no average called ${name}`)
  return average
}

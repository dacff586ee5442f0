import { constant } from './constant.js'
import { cosine } from './cosine.js'
import { exponential } from './exponential.js'
import { linear } from './linear.js'
import { multistep } from './multistep.js'
import { one_cycle } from './one_cycle.js'
import { plateau } from './plateau.js'
import type { Schedule } from './schedule.js'
import { step } from './step.js'

export const schedules: ReadonlyMap<string, Schedule> = new Map(
  [constant, step, multistep, exponential, cosine, one_cycle, linear, plateau].map((schedule) => [schedule.name, schedule]),
)

export function scheduleNamed(name: string): Schedule {
  const schedule = schedules.get(name)
  if (schedule === undefined) throw new Error(`there is no schedule called ${name}`)
  return schedule
}

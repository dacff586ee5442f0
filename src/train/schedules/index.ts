import { constant } from './constant.js'
import { cosine } from './cosine.js'
import type { Schedule } from './schedule.js'
import { step } from './step.js'

export const schedules: ReadonlyMap<string, Schedule> = new Map([constant, step, cosine].map((schedule) => [schedule.name, schedule]))

export function scheduleNamed(name: string): Schedule {
  const schedule = schedules.get(name)
  if (schedule === undefined) throw new Error(`there is no schedule called ${name}`)
  return schedule
}

import { cpus } from 'node:os'
import { setTimeout as passed } from 'node:timers/promises'

/** Milliseconds that are looked at, and how often at most: a moment of noise does not decide. */
const [moment, attempts] = [100, 3]

/** Milliseconds that all processors have worked. */
const worked = (): number => cpus().reduce((sum, { times: { user, nice, sys, irq } }) => sum + user + nice + sys + irq, 0)

/** How many processors others than this process keep busy now. */
async function others(): Promise<number> {
  const [start, own, all] = [performance.now(), process.cpuUsage(), worked()]
  await passed(moment)
  const { user, system } = process.cpuUsage(own)
  return (worked() - all - (user + system) / 1000) / (performance.now() - start)
}

/** Whether `threads` find a processor each that nobody else needs. */
export async function isQuiet(threads: number): Promise<boolean> {
  const free = cpus().length - threads
  for (let attempt = 0; attempt < attempts; attempt++) if ((await others()) < free + 0.25) return true
  return false
}

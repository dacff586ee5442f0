/** Kills training at random moments, most of them while a checkpoint is written, and goes on from what is there. */
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { key, uniform } from '../../src/random/counter.js'
import { Failure } from '../../src/diagnostics/diagnostic.js'
import { CheckpointFolder } from '../../src/train/checkpoint.js'
import { finish, start } from './process.js'

export interface Killed {
  readonly kills: number
  /** Kills that found the writer of a checkpoint at work. */
  readonly inWrites: number
  /** Checkpoints that did not load, or were behind an earlier one. */
  readonly broken: number
  /** Most seconds from a checkpoint to the kill of its writer, by seconds between checkpoints. */
  readonly lost: ReadonlyMap<number, number>
  /** Whether the end is the same as that of a run that nobody killed. */
  readonly same: boolean
}

/** Seconds between checkpoints, taken in turns; 0 is a checkpoint after each step. */
const intervals = [0, 0.1, 0.5]

interface Options {
  readonly directory: string
  readonly file: string
  readonly kills: number
  readonly seed: number
  readonly note: (text: string) => void
}

/** As the command prints it. */
const hash = (text: string): string => /^weights (\w+)$/m.exec(text)?.[1] ?? ''

export async function killTraining({ directory, file, kills, seed, note }: Options): Promise<Killed> {
  const whole = hash(await finish(directory, 'train', file, '-o', 'whole'))
  const folder = join(directory, 'killed', 'checkpoint')
  const lost = new Map(intervals.map((interval) => [interval, 0]))
  let [done, inWrites, broken, position] = [0, 0, 0, 0]
  while (done < kills) {
    const interval = intervals[done % intervals.length] ?? 0
    const running = start(directory, 'train', file, '-o', 'killed', '--resume', '--checkpoint-every', `${interval}s`)
    // Where it was killed before its first checkpoint, it begins anew.
    if (!(await running.saying(/no checkpoint to resume|going on from/))) break
    const began = Date.now()
    await sleep(uniform(key(seed, 'moment'), done) * (800 + 2000 * interval))
    running.kill()
    const killed = Date.now()
    if ((await running.ended).code !== null) break
    done += 1

    if ((await readdir(folder).catch(() => [])).some((name) => name.endsWith('.tmp'))) inWrites += 1
    try {
      const state = (await new CheckpointFolder(folder).load())?.state
      const reached = state === undefined ? 0 : state.epoch * 1e6 + state.step
      if (reached < position) throw new Error(`the checkpoint went back from ${position} to ${reached}`)
      position = reached
    } catch (error) {
      broken += 1
      note(error instanceof Failure ? error.diagnostics.map(({ message }) => message).join('; ') : String(error))
    }
    const written = await stat(join(folder, 'checkpoint.json')).then(({ mtimeMs }) => mtimeMs, () => 0)
    // Of a process that wrote none, only starting up was lost, and less than an interval of work.
    if (written > began) lost.set(interval, Math.max(lost.get(interval) ?? 0, (killed - written) / 1000))
    if (done % 10 === 0) note(`${done} of ${kills} kills, ${inWrites} of them while a checkpoint was written`)
  }
  const same = hash(await finish(directory, 'train', file, '-o', 'killed', '--resume')) === whole
  return { kills: done, inWrites, broken, lost, same }
}

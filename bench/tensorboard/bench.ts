/** Writes the event file of a run, stopped and gone on with in between, and compares every value with what TensorBoard reads of it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runFolder } from '../../src/report/run/folder.js'
import { scalarsOf } from '../../src/report/run/tensorboard/scalars.js'
import type { Progress } from '../../src/train/progress.js'
import { startPeer } from '../environment.js'
import { about, told } from '../run-told.js'
import type { Row } from '../run.js'

const [epochs, stepsPerEpoch] = [5, 400]
const stopped = 700

type Tags = Readonly<Record<string, readonly (readonly [time: number, step: number, value: number | string])[]>>

export async function run(note: (text: string) => void): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'mtl-bench-'))
  const peer = startPeer(join(import.meta.dirname, 'peer.py'), ['tensorboard'], note)
  try {
    const events = [...told(epochs, stepsPerEpoch)]
    const first = runFolder(folder)
    // Killed a hundred steps after its last checkpoint.
    for (const event of events) if ('step' in event && event.step <= stopped + 100) first.see(event)
    await first.close()
    const second = runFolder(folder)
    second.see({ ...about(epochs, stepsPerEpoch), step: stopped, epoch: Math.floor(stopped / stepsPerEpoch) })
    for (const event of events) if ('step' in event && event.step > stopped) second.see(event)
    await second.close()

    const { version, tags } = (await peer.ask({ folder: join(folder, 'tensorboard') })) as { version: string; tags: Tags }
    const [written, equal] = compared(events, tags)
    note(`TensorBoard ${version} read ${equal} of ${written} values as they were written, and ${Object.values(tags).flat().length - equal} others`)
    if (equal !== written || Object.values(tags).flat().length !== written) throw new Error('TensorBoard reads something else than was written')
    return [{ name: 'scalars written, and read back equal', ours: written, peer: equal, unit: 'values', ratio: written / equal, threads: 1 }]
  } finally {
    peer.close()
    await rm(folder, { recursive: true })
  }
}

/** How many values there are, and how many TensorBoard has at their tag, step and time. */
function compared(events: readonly Progress[], tags: Tags): readonly [number, number] {
  let [written, equal] = [0, 0]
  const places = new Map(Object.entries(tags).map(([tag, values]) => [tag, new Map(values.map(([time, step, value]) => [step, { time, value: Number(value) }]))]))
  for (const event of events) {
    if (!('step' in event)) continue
    for (const [tag, value] of Object.entries(scalarsOf(event))) {
      written += 1
      const read = places.get(tag)?.get(event.step)
      if (read !== undefined && read.time === event.time / 1000 && Object.is(read.value, Math.fround(value))) equal += 1
    }
  }
  return [written, equal]
}

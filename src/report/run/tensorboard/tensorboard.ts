/** An event file that TensorBoard reads: `events.out.tfevents.<seconds>.mtlc`. */
import { create, toBinary } from '@bufbuild/protobuf'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { AppendedFile } from '../../../storage/append.js'
import { writingNow } from '../../../storage/files.js'
import type { Sink } from '../sink.js'
import { EventSchema, SummarySchema } from './generated/event_pb.js'
import { record } from './record.js'
import { scalarsOf, type Scalars } from './scalars.js'

const ownName = /^events\.out\.tfevents\.\d+\.mtlc$/

/** The first event of a file; `time` in milliseconds. */
export const versionEvent = (time: number): Uint8Array =>
  record(toBinary(EventSchema, create(EventSchema, { wallTime: time / 1000, what: { case: 'fileVersion', value: 'brain.Event:2' } })))

export function scalarEvent(time: number, step: number, scalars: Scalars): Uint8Array {
  const value = Object.entries(scalars).map(([tag, simpleValue]) => ({ tag, simpleValue }))
  const summary = create(SummarySchema, { value })
  return record(toBinary(EventSchema, create(EventSchema, { wallTime: time / 1000, step: BigInt(step), what: { case: 'summary', value: summary } })))
}

/** Begins with the first event, in place of an earlier run's file. */
export function tensorboard(folder: string): Sink {
  let file: AppendedFile | undefined
  const open = (time: number): AppendedFile => {
    writingNow(folder, () => {
      mkdirSync(folder, { recursive: true })
      for (const name of readdirSync(folder)) if (ownName.test(name)) rmSync(join(folder, name))
    })
    const opened = new AppendedFile(join(folder, `events.out.tfevents.${String(Math.floor(time / 1000)).padStart(10, '0')}.mtlc`), 0)
    opened.append(versionEvent(time))
    return opened
  }
  return {
    see(event) {
      file ??= open(event.time)
      const scalars = scalarsOf(event)
      if ('step' in event && Object.keys(scalars).length > 0) file.append(scalarEvent(event.time, event.step, scalars))
    },
    flush: async () => file?.flush(),
    close: async () => {
      file?.close()
      file = undefined
    },
  }
}

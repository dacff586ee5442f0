/** The files that show a run, in a folder: its log, and what is made of the same events. */
import { join } from 'node:path'
import { AppendedFile } from '../../storage/append.js'
import type { Begin, Progress } from '../../train/progress.js'
import { curves } from './curves/curves.js'
import { keptOf, lineOf } from './log.js'
import type { Sink } from './sink.js'
import { tensorboard } from './tensorboard/tensorboard.js'
import { isKept } from './thin.js'

/** The stage that is drawn; what compression trains further is only in the log. */
const drawnStage = 'train'

export interface RunFolder extends Sink {
  /** The log is on the disk when this returns, so that a checkpoint may count on it; the other files are made anew from it. */
  sync(): void
}

/**
 * Begins with the first `begin`: a run that goes on keeps the log of what went before, and the other files are made
 * anew from it, so that they hold each step once.
 */
export function runFolder(folder: string): RunFolder {
  let log: AppendedFile | undefined
  let drawings: readonly Sink[] = []
  let about: Begin | undefined

  const open = (begin: Begin): void => {
    const path = join(folder, 'log.jsonl')
    const before = keptOf(path, begin)
    log = new AppendedFile(path, before.length)
    drawings = [tensorboard(join(folder, 'tensorboard')), curves(folder)]
    for (const event of before.events) for (const drawing of drawings) drawing.see(event)
  }
  const see = (event: Progress): void => {
    if (event.kind === 'begin') {
      if (log === undefined) open(event)
      about = event
    }
    if (log === undefined || !isKept(event, about)) return
    log.append(lineOf(event))
    // Who follows the log sees at once that there is a run, and what is wrong with it.
    if (event.kind === 'begin' || event.kind === 'finding') log.flush()
    if (event.stage === drawnStage) for (const drawing of drawings) drawing.see(event)
  }
  return {
    see,
    sync() {
      log?.sync()
    },
    async flush() {
      log?.flush()
      await Promise.all(drawings.map((drawing) => drawing.flush()))
    },
    async close() {
      log?.close()
      log = undefined
      await Promise.all(drawings.map((drawing) => drawing.close()))
    },
  }
}

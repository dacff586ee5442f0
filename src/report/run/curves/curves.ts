/** `curves.svg` and `curves.png`, drawn anew after epochs. */
import { join } from 'node:path'
import { writeAtomically, makeFolder } from '../../../storage/files.js'
import type { Sink } from '../sink.js'
import { remembered, type History } from './history.js'
import { curvesSvg } from './svg.js'

/** Milliseconds between two drawings, so that epochs of a moment do not draw all the time. */
const rest = 10_000

/** Twice as fine as the SVG's own pixels; undefined where the library that draws them is not installed for this machine. */
async function png(svg: string): Promise<Uint8Array | undefined> {
  const sharp = await import('sharp').catch(() => undefined)
  return sharp?.default(Buffer.from(svg), { density: 144 }).png().toBuffer()
}

async function write(folder: string, history: History): Promise<void> {
  const svg = curvesSvg(history)
  await makeFolder(folder)
  await writeAtomically(join(folder, 'curves.svg'), svg)
  const picture = await png(svg)
  if (picture !== undefined) await writeAtomically(join(folder, 'curves.png'), picture)
}

/** One drawing at a time; the next is of the latest state. */
export function curves(folder: string): Sink {
  let history: History | undefined
  let due = false
  let drawnAt = -Infinity
  let drawing: Promise<void> | undefined

  const draw = async (): Promise<void> => {
    // What is told at once, such as what went before a run that goes on, is drawn at once.
    await Promise.resolve()
    if (history === undefined) return
    due = false
    try {
      await write(folder, history)
    } catch (error) {
      due = true
      throw error
    }
  }
  const begin = (): Promise<void> => {
    drawing ??= draw().finally(() => {
      drawing = undefined
    })
    return drawing
  }
  const flush = async (): Promise<void> => {
    await drawing?.catch(() => undefined)
    if (due) await begin()
  }
  return {
    see(event) {
      history = remembered(history, event)
      if (event.kind !== 'epoch' && event.kind !== 'end') return
      due = true
      if (event.time - drawnAt < rest) return
      drawnAt = event.time
      // What kept it from the disk is told by `flush`, which tries again.
      begin().catch(() => undefined)
    },
    flush,
    close: flush,
  }
}

/**
 * Keystrokes in a file of 10,000 lines, each up to its fresh findings, as an editor has them by way of the language server. The
 * peer is a check of the same text from nothing, in the same warm process.
 */
import { check } from '../../src/check/check.js'
import { Workspace } from '../../src/check/workspace.js'
import { nodeHost } from '../../src/host/node.js'
import { uniform } from '../../src/random/counter.js'
import { generate } from '../check/generate.js'
import { quantile } from '../quantiles.js'
import type { Row } from '../run.js'

const lines = 10_000
const places = 200
const path = 'generated.mtl'

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

export async function run(note: (text: string) => void): Promise<readonly Row[]> {
  const text = generate(lines)
  const host = { ...nodeHost(), readText: (file: string) => (file === path ? text : nodeHost().readText(file)) }
  const workspace = new Workspace({ host })
  workspace.update(path, text)
  note(`opened in ${(await timed(() => workspace.check(path))).toFixed(0)} ms`)

  const ends = [...text.matchAll(/\w(?=\W)/g)].map(({ index }) => index + 1)
  const strokes: number[] = []
  const stroke = async (next: string): Promise<void> => {
    strokes.push(await timed(() => {
      workspace.update(path, next)
      return workspace.check(path)
    }))
  }
  for (let place = 0; place < places; place++) {
    const at = ends[Math.floor(uniform(1, place) * ends.length)] ?? 0
    // A letter too many, a bracket that is not closed yet, and the text as it was.
    await stroke(`${text.slice(0, at)}x${text.slice(at)}`)
    await stroke(`${text.slice(0, at)}(${text.slice(at)}`)
    await stroke(text)
  }
  const colds: number[] = []
  for (let round = 0; round < 7; round++) colds.push(await timed(() => check(path, { host })))
  const peer = quantile(colds, 0.5)
  return [0.5, 0.95].map((share) => {
    const ours = quantile(strokes, share)
    return { name: `a keystroke in ${lines} lines, ${share === 0.5 ? 'median' : '95th percentile'}`, ours, peer, unit: 'ms', ratio: ours / peer, threads: 1 }
  })
}

/**
 * Kills `mtlc train` and `mtlc compile` with SIGKILL at random moments, seeded by `MTL_KILL_SEED`, `MTL_KILL_ROUNDS` times.
 * No checkpoint may fail to load, no work may be lost but that since the last checkpoint, and in the end the weights must
 * be those of a run that nobody killed. Uses the built command line: `npm run build` first.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Row } from '../run.js'
import { killEmission } from './emission.js'
import { points, program } from './program.js'
import { killTraining } from './training.js'

const row = (name: string, ours: number, peer: number, unit: string): Row => ({ name, ours, peer, unit, ratio: ours / peer, threads: 1 })

export async function run(note: (text: string) => void): Promise<readonly Row[]> {
  const kills = Number(process.env['MTL_KILL_ROUNDS'] ?? 60)
  const seed = Number(process.env['MTL_KILL_SEED'] ?? 1)
  const directory = await mkdtemp(join(tmpdir(), 'mtlc-kill-'))
  try {
    await writeFile(join(directory, 'points.jsonl'), points(1000))
    await writeFile(join(directory, 'long.mtl'), program({ epochs: 300, hidden: 32 }))
    await writeFile(join(directory, 'small.mtl'), program({ epochs: 1, hidden: 16 }))
    await writeFile(join(directory, 'large.mtl'), program({ epochs: 1, hidden: 24 }))
    const training = await killTraining({ directory, file: 'long.mtl', kills, seed, note })
    note(`${training.kills} kills of training, ${training.inWrites} of them while a checkpoint was written`)
    const emission = await killEmission({ directory, files: ['small.mtl', 'large.mtl'], kills: Math.ceil(kills / 3), seed, note })
    note(`${emission.kills} kills of compiling while files were put into place, ${emission.among} of them among the renames`)
    return [
      ...[...training.lost].flatMap(([interval, lost]) => (interval === 0 ? [] : [row(`most work lost, a checkpoint every ${interval} s`, lost, interval, 's')])),
      row('checkpoints that do not load, of all kills', training.broken, training.kills, 'kills'),
      row('ends with other weights, of all runs', training.same ? 0 : 1, 1, 'runs'),
      row('folders with a file that is not whole, of all kills', emission.broken, emission.kills, 'kills'),
    ]
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** The whole process of the built command line, from nothing, beside a Node that does nothing. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { quantile } from '../quantiles.js'
import type { Row } from '../run.js'
import { generate } from './generate.js'

const rounds = 15
const command = join(import.meta.dirname, '../../bin/mtlc.js')

/** Milliseconds of one process; it has to end well. */
function once(args: readonly string[]): number {
  const start = performance.now()
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${String(status)}: ${stderr}`)
  return performance.now() - start
}

export async function run(note: (text: string) => void): Promise<readonly Row[]> {
  if (!existsSync(join(import.meta.dirname, '../../dist/cli.js'))) throw new Error('build first: npm run build')
  const folder = mkdtempSync(join(tmpdir(), 'mtlc-bench-'))
  try {
    const file = (lines: number): string => {
      const path = join(folder, `${lines}.mtl`)
      writeFileSync(path, generate(lines))
      return path
    }
    const sides: readonly (readonly [string, readonly string[]])[] = [
      ['mtlc --version', [command, '--version']],
      ['mtlc check, 200 lines', [command, 'check', file(200)]],
      ['mtlc check, 10000 lines', [command, 'check', file(10_000)]],
    ]
    const baseline: number[] = []
    const times = sides.map((): number[] => [])
    for (let round = 0; round < rounds; round++) {
      baseline.push(once(['-e', '0']))
      for (const [index, [, args]] of sides.entries()) times[index]?.push(once(args))
      note(`round ${round + 1} of ${rounds}`)
    }
    const peer = quantile(baseline, 0.5)
    return sides.map(([name], index) => {
      const ours = quantile(times[index] ?? [], 0.5)
      return { name, ours, peer, unit: 'ms', ratio: ours / peer, threads: 1 }
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

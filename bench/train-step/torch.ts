/** PyTorch as a peer: a virtual environment made on first use, and `peer.py` kept running inside it. */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

const environment = resolve(process.env['MTL_BENCH_VENV'] ?? 'build/bench-venv')

function ensureEnvironment(note: (text: string) => void): string {
  const python = join(environment, 'bin', 'python')
  if (existsSync(python)) return python
  note(`making a virtual environment with PyTorch in ${environment} (once)`)
  for (const [command, args] of [
    ['python3', ['-m', 'venv', environment]],
    [python, ['-m', 'pip', 'install', '--quiet', 'torch', 'numpy']],
  ] as const) {
    const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' })
    if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${stderr}`)
  }
  return python
}

export interface Peer {
  ask(command: object): Promise<Readonly<Record<string, unknown>>>
  close(): void
}

export function startPeer(note: (text: string) => void): Peer {
  // A preset BLAS core type would handicap the peer's kernels.
  const { OPENBLAS_CORETYPE: _preset, ...clean } = process.env
  const child = spawn(ensureEnvironment(note), [join(import.meta.dirname, 'peer.py')], {
    env: clean,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async ask(command) {
      child.stdin.write(`${JSON.stringify(command)}\n`)
      const { value, done } = await lines.next()
      if (done === true) throw new Error('the peer ended')
      return JSON.parse(value) as Readonly<Record<string, unknown>>
    },
    close: () => child.stdin.end(),
  }
}

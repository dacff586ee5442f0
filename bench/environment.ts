/** Python peers: a virtual environment made on first use, and a script kept running inside it that answers lines of JSON. */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { UsageError } from './choose.js'

const given = process.env['MTL_BENCH_VENV']
const environment = resolve(given ?? 'build/bench-venv')

function carriedOut(command: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${stderr}`)
}

/** The environment's Python, with these packages of PyPI. */
export function pythonWith(packages: readonly string[], note: (text: string) => void): string {
  const python = join(environment, 'bin', 'python')
  if (!existsSync(python)) {
    // Only its own place is filled: a name that was mistyped is not where Torch should go.
    if (given !== undefined) throw new UsageError(`MTL_BENCH_VENV: there is no Python environment in ${environment}`)
    note(`making a virtual environment in ${environment} (once)`)
    carriedOut('python3', ['-m', 'venv', environment])
  }
  const has = (name: string): boolean => spawnSync(python, ['-c', `import importlib.util, sys; sys.exit(importlib.util.find_spec("${name}") is None)`]).status === 0
  const missing = packages.filter((name) => !has(name))
  if (missing.length > 0) {
    note(`installing ${missing.join(', ')} into ${environment} (once)`)
    carriedOut(python, ['-m', 'pip', 'install', '--quiet', ...missing])
  }
  return python
}

/** A process that answers each line of JSON with one. */
export interface Peer {
  ask(command: object): Promise<Readonly<Record<string, unknown>>>
  close(): void
}

export const startPeer = (script: string, packages: readonly string[], note: (text: string) => void): Peer => start(pythonWith(packages, note), [script])

/** A script of ours, run as this process is. */
export const startOurs = (script: string): Peer => start(process.execPath, [...process.execArgv, script])

function start(program: string, args: readonly string[]): Peer {
  // A preset BLAS core type would handicap the peer's kernels.
  const { OPENBLAS_CORETYPE: _preset, ...clean } = process.env
  const child = spawn(program, args, { env: clean, stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async ask(command) {
      child.stdin.write(`${JSON.stringify(command)}\n`)
      const { value, done } = await lines.next()
      if (done === true) throw new Error(`${program} ended`)
      return JSON.parse(value) as Readonly<Record<string, unknown>>
    },
    close: () => child.stdin.end(),
  }
}

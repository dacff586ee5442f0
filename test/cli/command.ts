/** Runs the built command line as users do: a process of its own. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hash32 } from '../../src/random/counter.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const entry = join(root, 'bin', 'mtlc.js')

export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Running {
  readonly finished: Promise<Finished>
  /** Resolves when stderr holds the text. */
  saying(text: string): Promise<void>
  /** Resolves when stdout holds the text. */
  printing(text: string | RegExp): Promise<void>
  interrupt(): void
  kill(): void
}

/** Starts `mtlc …` in a folder. */
export function start(directory: string, args: readonly string[], env: Readonly<Record<string, string>> = {}, input = ''): Running {
  if (!existsSync(join(root, 'dist', 'cli.js'))) throw new Error('these tests run the bundle: build it first, by `npm run build`')
  const child = spawn(process.execPath, [entry, ...args], { cwd: directory, env: { ...process.env, NO_COLOR: '1', ...env } })
  // A command that does not read its input may end before it is written.
  child.stdin.on('error', () => undefined).end(input)
  let [stdout, stderr] = ['', '']
  const listeners = new Set<() => void>()
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    for (const listener of listeners) listener()
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
    for (const listener of listeners) listener()
  })
  const finished = new Promise<Finished>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
  const until = (done: () => boolean, what: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (!done()) return
        listeners.delete(look)
        resolve()
      }
      listeners.add(look)
      look()
      void finished.then(() => reject(new Error(`it ended without ${what}: ${stdout}${stderr}`)))
    })
  return {
    finished,
    saying: (text) => until(() => stderr.includes(text), `saying "${text}"`),
    printing: (text) => until(() => (typeof text === 'string' ? stdout.includes(text) : text.test(stdout)), `printing "${text}"`),
    interrupt: () => child.kill('SIGINT'),
    kill: () => child.kill('SIGKILL'),
  }
}

export const mtlc = (directory: string, ...args: readonly string[]): Promise<Finished> => start(directory, args).finished

export const mtlcWithInput = (directory: string, input: string, ...args: readonly string[]): Promise<Finished> => start(directory, args, {}, input).finished

export interface Folder {
  readonly path: string
  write(name: string, content: string): Promise<void>
  remove(): Promise<void>
}

/** A folder inside the checkout, where the emitted bindings find their packages; `build/` is not tracked. */
export async function folder(): Promise<Folder> {
  await mkdir(join(root, 'build'), { recursive: true })
  const path = await mkdtemp(join(root, 'build', 'test-'))
  return {
    path,
    write: (name, content) => writeFile(join(path, name), content),
    remove: () => rm(path, { recursive: true, force: true }),
  }
}

/** Points of four numbers as JSON lines: on which side of a plane, and how far along it. */
export function points(count: number): string {
  const lines = Array.from({ length: count }, (_, row) => {
    const x = Array.from({ length: 4 }, (_value, column) => hash32(row * 4 + column) / 2 ** 31 - 1)
    const [a = 0, b = 0, c = 0, d = 0] = x
    return JSON.stringify({ x, side: a + b > c ? 'over' : 'under', along: 2 * a - d + 0.5 })
  })
  return `${lines.join('\n')}\n`
}

/** A model of two tasks over `points.jsonl`. */
export const toy = ({ epochs = 4, hidden = 16, compress = '' }: { epochs?: number; hidden?: number; compress?: string } = {}): string => `
/// A toy.
data Points {
  source "points.jsonl"
  split  train 70%, validation 15%, test 15%, seed 3
  input  x: vector[4]
  target side:  label<"over", "under">
  target along: number
  normalize x auto
}

/// Says where a point lies.
model Toy on Points {
  share hard trunk = x |> Dense(${hidden}) |> relu
  task side  = trunk |> Dense(2)
  task along = trunk |> Dense(1) |> squeeze
}

train Toy {
  epochs ${epochs}, batch 32, seed 1
  optimizer adam(lr = 1e-2)
}
${compress}`

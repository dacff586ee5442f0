/** The built command line as a process that can be killed. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const entry = fileURLToPath(new URL('../../bin/mtlc.js', import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Running {
  readonly ended: Promise<Ended>
  /** Resolves when stderr says so; false where the process ended without. */
  saying(text: RegExp): Promise<boolean>
  /** SIGKILL: the process learns nothing of it. */
  kill(): void
}

export function start(directory: string, ...args: readonly string[]): Running {
  const child = spawn(process.execPath, [entry, ...args, '--threads', '1'], { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1' } })
  let [stdout, stderr] = ['', '']
  const waiting = new Set<() => void>()
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
    for (const look of waiting) look()
  })
  const ended = new Promise<Ended>((settle, fail) => {
    child.on('error', fail)
    child.on('close', (code) => settle({ code, stdout, stderr }))
  })
  return {
    ended,
    saying: (text) =>
      new Promise((settle) => {
        const look = (): void => {
          if (!text.test(stderr)) return
          waiting.delete(look)
          settle(true)
        }
        waiting.add(look)
        look()
        void ended.then(() => settle(false))
      }),
    kill: () => child.kill('SIGKILL'),
  }
}

/** Runs a command to its end; fails where it does. */
export async function finish(directory: string, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await start(directory, ...args).ended
  if (code !== 0) throw new Error(`mtlc ${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`)
  return stdout
}

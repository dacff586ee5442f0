/** Which process something belongs to, so that what a killed one left behind is known from what is in use. */
import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'

export interface Holder {
  readonly pid: number
  readonly host: string
  /** When the process began, as its system counts; tells it from a later one of the same number. Absent where unknown. */
  readonly began?: string
}

/** Linux: field 22 of the process's `stat`, after the name in parentheses. */
async function beginOf(pid: number): Promise<string | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19]
}

export async function thisProcess(): Promise<Holder> {
  const began = await beginOf(process.pid)
  return { pid: process.pid, host: hostname(), ...(began === undefined ? {} : { began }) }
}

/** Of a process on another machine nothing is known, so that it counts as alive. */
export async function isAlive({ pid, host, began }: Holder): Promise<boolean> {
  if (host !== hostname()) return true
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it is there, and is someone else's.
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false
  }
  return began === undefined || began === ((await beginOf(pid)) ?? began)
}

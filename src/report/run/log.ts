/** `log.jsonl`: a line for each event of a run. docs/watching.md describes them. */
import { readFileSync } from 'node:fs'
import type { Begin, Progress } from '../../train/progress.js'

export const logFormat = 1

/** A number that is not finite becomes `null`. Of a finding, what does not depend on where the files lie is kept. */
export function lineOf(event: Progress): string {
  const { kind, stage, time, ...rest } = event
  const head = { kind, stage, time, ...(kind === 'begin' ? { format: logFormat } : {}) }
  if (event.kind !== 'finding') return `${JSON.stringify({ ...head, ...rest })}\n`
  const { finding: { code, severity, message, help }, step, tasks } = event
  return `${JSON.stringify({ ...head, step, tasks, finding: { code, severity, message, help } })}\n`
}

/** An event of a log, with NaN for `null`; undefined for a line that is none. */
function eventOf(line: string): Progress | undefined {
  try {
    const event = JSON.parse(line, (_key, value: unknown) => (value === null ? Number.NaN : value)) as Progress
    return typeof event.kind === 'string' ? (event.kind === 'finding' ? { ...event, finding: { ...event.finding, related: [] } } : event) : undefined
  } catch {
    return undefined
  }
}

export interface LogKept {
  readonly events: readonly Progress[]
  /** Bytes of their lines. */
  readonly length: number
}

/**
 * What of a log belongs to a run that begins, or goes on, as `begin` says: everything of its stage up to where its
 * checkpoint was written. A line that was cut short, or steps that are to be run again, end it.
 */
export function kept(text: string, begin: Begin): LogKept {
  const events: Progress[] = []
  let length = 0
  if (begin.step === 0) return { events, length }
  for (const line of text.split('\n').slice(0, -1)) {
    const event = eventOf(line)
    if (event === undefined || !comesBefore(event, begin)) break
    events.push(event)
    length += Buffer.byteLength(line) + 1
  }
  return { events, length }
}

function comesBefore(event: Progress, { stage, step, epoch }: Begin): boolean {
  if (event.stage !== stage || event.kind === 'end') return false
  if (event.kind === 'note') return true
  // An epoch that was told in the instant before its checkpoint would have been written is told again.
  if (event.kind === 'epoch') return event.epoch <= epoch
  return event.kind === 'begin' ? event.step < step : event.step <= step
}

/** The same for a file, which need not be there. */
export function keptOf(path: string, begin: Begin): LogKept {
  try {
    return kept(readFileSync(path, 'utf8'), begin)
  } catch {
    return { events: [], length: 0 }
  }
}

import pc from 'picocolors'
import { isAbsolute, relative } from 'node:path'
import { noColors, type Colors } from '../diagnostics/colors.js'
import { cannotWrite } from '../diagnostics/run.js'
import { exitCode } from './exit.js'

/** What a command sees of the process around it: two streams, where it stands, and whether somebody watches. */
export interface Terminal {
  /** Results. */
  out(text: string): void
  /** Progress, notes and complaints. */
  err(text: string): void
  readonly outColors: Colors
  readonly errColors: Colors
  /** True where stderr is a terminal that can redraw its line. */
  readonly interactive: boolean
  /** Columns of stderr's terminal. */
  readonly width: number
  /** Lines of it, where they are known. */
  readonly height?: number
  readonly directory: string
}

const inColour: Colors = pc.createColors(true)

export const standardOutput = 'the standard output'

/** The terminal of this process. Colours follow `--no-color`, NO_COLOR, FORCE_COLOR, and what the stream is. */
export function processTerminal(argv: readonly string[]): Terminal {
  const wanted = (stream: NodeJS.WriteStream): Colors => {
    if (argv.includes('--no-color') || (process.env['NO_COLOR'] ?? '') !== '') return noColors
    const forced = process.env['FORCE_COLOR']
    if (forced !== undefined && forced !== '') return forced === '0' ? noColors : inColour
    return stream.isTTY && process.env['TERM'] !== 'dumb' ? inColour : noColors
  }
  return {
    out: writer(process.stdout, standardOutput),
    err: writer(process.stderr, 'the standard error'),
    outColors: wanted(process.stdout),
    errColors: wanted(process.stderr),
    interactive: process.stderr.isTTY && process.env['TERM'] !== 'dumb',
    // A terminal that does not know its size says 0; one that is resized says so when it is asked.
    get width() {
      return Math.max(20, process.stderr.columns || 80)
    },
    get height() {
      return Math.max(2, process.stderr.rows || 24)
    },
    directory: process.cwd(),
  }
}

/** Writes to a stream until it fails. */
function writer(stream: NodeJS.WriteStream, name: string): (text: string) => void {
  let open = true
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (open) unwritable(stream, name, error)
    open = false
  })
  return (text) => {
    if (open) stream.write(text)
  }
}

/**
 * That the reader of a stream goes away (`mtlc check … | head`) is no error of ours. Where it cannot be written for another
 * reason (a full disk), that is said and the command ends with findings.
 */
export function unwritable(stream: NodeJS.WriteStream, name: string, error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE' || error.code === 'EIO') return
  const { code, message } = cannotWrite({ path: name, reason: error.code === 'ENOSPC' ? 'the disk is full' : error.message })
  if (stream !== process.stderr) process.stderr.write(`error[${code}]: ${message}\n`)
  process.once('exit', () => {
    process.exitCode = exitCode.findings
  })
}

/** A path as it is shown: relative to where the command was started where that is not longer. */
export function shownPath(directory: string): (path: string) => string {
  return (path) => {
    if (!isAbsolute(path)) return path
    const short = relative(directory, path)
    return short !== '' && !short.startsWith('..') && !isAbsolute(short) ? short : path
  }
}

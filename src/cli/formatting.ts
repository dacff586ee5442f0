/** `mtlc fmt`: formats files where they stand, or one that comes by stdin. */
import { resolve } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { Failure } from '../diagnostics/diagnostic.js'
import { renderPretty } from '../diagnostics/render.js'
import { rewriteAtomically } from '../storage/files.js'
import { format } from '../syntax/format.js'
import { unifiedDiff } from './diff.js'
import { exitCode, LocatedFailure, UsageError } from './exit.js'
import { decodeSource, readSource, sourceFiles } from './sources.js'
import { shownPath, type Terminal } from './terminal.js'

export interface How {
  /** Only list files that would change. */
  readonly check: boolean
  /** Only show what would change. */
  readonly diff: boolean
  readonly quiet: boolean
}

/** Files and all files of folders; without any, those of the current folder. Gives the exit code. */
export async function formatPaths(paths: readonly string[], how: How, terminal: Terminal): Promise<number> {
  const show = shownPath(terminal.directory)
  const files = await sourceFiles(terminal.directory, paths.length === 0 ? ['.'] : paths)
  let [changed, failed] = [0, 0]
  for (const path of files) {
    const shown = show(path)
    const texts = await attempt(path, terminal, () => readSource(path, shown), async (text) => {
      if (!how.check && !how.diff) await rewriteAtomically(path, text)
    })
    if (texts === undefined) failed++
    else if (texts.before !== texts.after) {
      changed++
      terminal.out(how.diff ? diff(texts, shown, terminal) : `${shown}\n`)
    }
  }
  if (!how.quiet) terminal.err(`${summary(files.length, changed, failed, how)}\n`)
  return failed > 0 || (how.check && changed > 0) ? exitCode.findings : exitCode.ok
}

/** What comes by stdin, as the file at `path`. On an error nothing is written to stdout. */
export async function formatStdin(path: string, others: readonly string[], how: How, terminal: Terminal): Promise<number> {
  if (others.length > 0) throw new UsageError('`--stdin-filepath` formats what comes by stdin and takes no other files')
  const place = resolve(terminal.directory, path)
  const shown = shownPath(terminal.directory)(place)
  const texts = await attempt(place, terminal, async () => decodeSource(await buffer(process.stdin), shown))
  if (texts === undefined) return exitCode.findings
  const changes = texts.before !== texts.after
  if (how.diff) terminal.out(diff(texts, shown, terminal))
  else if (!how.check) terminal.out(texts.after)
  else if (changes) terminal.out(`${shown}\n`)
  return how.check && changes ? exitCode.findings : exitCode.ok
}

interface Texts {
  readonly before: string
  readonly after: string
}

/** A file that cannot be read, formatted or written is told on stderr: the next one may be. */
async function attempt(path: string, terminal: Terminal, read: () => Promise<string>, write?: (text: string) => Promise<void>): Promise<Texts | undefined> {
  try {
    const before = await read()
    const result = format(before, path)
    if ('diagnostics' in result) throw new LocatedFailure(new Failure(...result.diagnostics), new Map([[path, before]]))
    if (result.text !== before) await write?.(result.text)
    return { before, after: result.text }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    const sources = error instanceof LocatedFailure ? error.sources : new Map<string, string>()
    for (const finding of error.diagnostics) {
      terminal.err(`${renderPretty(finding, { sources, show: shownPath(terminal.directory), colors: terminal.errColors })}\n\n`)
    }
    return undefined
  }
}

function diff({ before, after }: Texts, path: string, { outColors }: Terminal): string {
  const colors = [['+++', outColors.bold], ['---', outColors.bold], ['+', outColors.green], ['-', outColors.red], ['@@', outColors.cyan]] as const
  const paint = (line: string): string => colors.find(([mark]) => line.startsWith(mark))?.[1](line) ?? line
  return unifiedDiff(before, after, path).split('\n').map(paint).join('\n')
}

const count = (files: number): string => `${files} ${files === 1 ? 'file' : 'files'}`

function summary(all: number, changed: number, failed: number, { check, diff: compare }: How): string {
  const rest = all - changed - failed
  const parts = [
    changed === 0 ? [] : [`${count(changed)} ${check || compare ? 'would change' : 'formatted'}`],
    rest === 0 ? [] : [`${count(rest)} in order already`],
    failed === 0 ? [] : [`${count(failed)} left ${failed === 1 ? 'as it is' : 'as they are'}`],
  ]
  return parts.flat().join(', ')
}

import { dirname, resolve } from 'node:path'
import { check, type CheckContext, type Checked } from '../check/check.js'
import type { TypedModel, TypedProgram } from '../check/typed.js'
import { Failure, hasErrors, type Diagnostic } from '../diagnostics/diagnostic.js'
import { renderPretty } from '../diagnostics/render.js'
import { nodeHost } from '../host/node.js'
import { LocatedFailure, UsageError } from './exit.js'
import { shownPath, type Terminal } from './terminal.js'

/** A program that passed the checker, with the texts that its spans point into. */
export interface Loaded {
  readonly program: TypedProgram
  readonly sources: ReadonlyMap<string, string>
}

/** The data engine is loaded only where a table must be looked at. */
const inspectTable: CheckContext['inspectTable'] = async (request) => (await import('../data/inspect.js')).inspectTable(request)

/** Runs the front half of the compiler on one file; with `text`, as if the file held that. */
export async function checkFile(path: string, overrides: readonly string[] = [], text?: string): Promise<Checked> {
  const host = nodeHost()
  const readText = text === undefined ? host.readText : (each: string) => (each === path ? text : host.readText(each))
  return check(path, { host: { ...host, readText }, inspectTable, overrides })
}

/** All that can be said of a file without training: also which budget lines no model can meet, and which weights `init from` gives. */
export async function checkWhole(path: string, overrides: readonly string[] = []): Promise<Checked> {
  const checked = await checkFile(path, overrides)
  const { program, diagnostics } = checked
  if (program === undefined) return checked
  const more: Diagnostic[] = []
  // Both take a part of the compiler that most files do not need.
  if (program.compresses.some(({ budget }) => budget.length > 0)) more.push(...(await (await import('../compress/impossible.js')).impossibleBudgets(program)))
  if (program.trains.some(({ init }) => init !== undefined)) more.push(...(await (await import('../train/initial/load.js')).initialFindings(program, dirname(path))))
  return more.length === 0 ? checked : { ...checked, diagnostics: [...diagnostics, ...more] }
}

/** Checks a file and goes on only where it holds no errors; warnings are printed on stderr. */
export async function loadProgram(file: string, terminal: Terminal, quiet: boolean, overrides: readonly string[] = []): Promise<Loaded> {
  const checked = await checkFile(resolve(terminal.directory, file), overrides)
  const { program, diagnostics, sources } = checked
  if (program === undefined || hasErrors(diagnostics)) throw new LocatedFailure(new Failure(...diagnostics), sources)
  if (!quiet) {
    const show = shownPath(terminal.directory)
    for (const finding of diagnostics) terminal.err(`${renderPretty(finding, { sources, show, colors: terminal.errColors })}\n`)
  }
  return { program, sources }
}

/** The model that a command is about: the one named, or the only one of the candidates, which are `what` and `which`. */
export function pickModel(candidates: readonly TypedModel[], name: string | undefined, file: string, what: string, which = ''): TypedModel {
  const known = candidates.map((model) => model.name).join(', ')
  if (name !== undefined) {
    const named = candidates.find((model) => model.name === name)
    if (named !== undefined) return named
    throw new UsageError(`${file} has no ${what}${which} called ${name}`, known === '' ? undefined : `it has ${known}`)
  }
  const [only, ...others] = candidates
  if (only === undefined) throw new UsageError(`${file} has no ${what}${which}`)
  if (others.length === 0) return only
  throw new UsageError(`${file} has ${candidates.length} ${what}s${which}, and one is wanted: ${known}`, `add --model ${only.name}`)
}

/** Runs `work`; findings that it throws are shown with the code that they point into. */
export async function locating<T>(sources: ReadonlyMap<string, string>, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof Failure && !(error instanceof LocatedFailure) ? new LocatedFailure(error, sources) : error
  }
}

/**
 * A run's state in a folder: `checkpoint.json` names the safetensors files that belong to it. Each file is
 * written whole before the JSON names it, and older ones go after, so that at any moment the folder holds
 * one checkpoint that can be read.
 */
import { access, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { BalanceState } from '../balance/balance.js'
import { Failure } from '../diagnostics/diagnostic.js'
import { checkpointUnreadable } from '../diagnostics/run.js'
import type { Feeds } from '../engine/engine.js'
import type { Weights } from '../ir/graph.js'
import { fileTrouble, makeFolder, writeAtomically } from '../storage/files.js'
import { readSafetensors, writeSafetensors } from '../storage/safetensors.js'
import type { Made } from './made.js'
import type { Seen } from './schedules/schedule.js'
import type { Metrics } from './types.js'
import type { WatchState } from './watch/index.js'

const version = 1
const jsonName = 'checkpoint.json'

/** What the folder's files are called, and what a killed run leaves of them; but for the JSON itself. */
const ownName = /^(?:(?:state|best)-.*\.safetensors(?:\.\d+\.tmp)?|checkpoint\.json\.\d+\.tmp)$/

/** Where a run stands; JSON. Random numbers are counted, not drawn in sequence, so they need no state. */
export interface RunState {
  /** What the run was begun with; absent in checkpoints of the first version. */
  readonly made?: Made
  /** Epochs done. */
  readonly epoch: number
  /** Batches done of the epoch that is under way. */
  readonly step: number
  readonly finished: boolean
  readonly balance: BalanceState
  /** Sums of loss × count and of count over the epoch that is under way, by task. */
  readonly sums: readonly (readonly [number, number])[]
  /** The first validation, which scores with units are relative to. */
  readonly first?: Metrics
  readonly best?: { readonly epoch: number; readonly score: number; readonly validation: Metrics }
  /** Metrics of the last validation. */
  readonly validation: Metrics
  /** Hash of the weights that the run ended with; absent before its end. */
  readonly weights?: string
  /** What the schedule remembers of the validations. */
  readonly seen?: Seen
  /** What was seen so far in watching the run. */
  readonly watch?: WatchState
}

export interface Checkpoint {
  readonly state: RunState
  /** Parameters, the optimiser's moments, gathered gradients and averages, as they stood. */
  readonly values: Weights
  /** Weights of the best epoch so far, or those that the run ended with; absent where none was validated yet. */
  readonly best?: Weights
}

interface Stored extends RunState {
  readonly version: number
  readonly files: { readonly values: string; readonly best?: string }
}

/** Keeps one run's checkpoint in a folder. */
export class CheckpointFolder {
  readonly #folder: string
  #saved = 0
  #best: { readonly epoch: number; readonly file: string } | undefined

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Writes a checkpoint over the last one. The best weights are written only when they are new: of another epoch. */
  async save(state: RunState, values: Feeds, best: Weights | undefined): Promise<void> {
    await makeFolder(this.#folder)
    // A name of its own for each file: one that the JSON still names is never written over.
    const own = `${Date.now().toString(36)}-${(this.#saved++).toString(36)}`
    const file = `state-${state.epoch}-${state.step}-${own}.safetensors`
    await writeAtomically(join(this.#folder, file), writeSafetensors(new Map(Object.entries(values))))
    const epoch = state.best?.epoch ?? state.epoch
    if (best !== undefined && this.#best?.epoch !== epoch) {
      const bestFile = `best-${epoch}-${own}.safetensors`
      await writeAtomically(join(this.#folder, bestFile), writeSafetensors(best))
      this.#best = { epoch, file: bestFile }
    }
    const files = { values: file, ...(this.#best === undefined ? {} : { best: this.#best.file }) }
    await writeAtomically(join(this.#folder, jsonName), `${JSON.stringify({ version, ...state, files } satisfies Stored, null, 2)}\n`)
    await this.#removeBut([files.values, files.best])
  }

  /** The checkpoint that the folder holds; undefined where it holds none. */
  async load(): Promise<Checkpoint | undefined> {
    const stored = await readState(this.#folder)
    if (stored === undefined) return undefined
    const values = await this.#read(stored.files.values)
    if (stored.files.best === undefined) return { state: stored, values }
    this.#best = { epoch: stored.best?.epoch ?? stored.epoch, file: stored.files.best }
    return { state: stored, values, best: await this.#read(stored.files.best) }
  }

  async #read(file: string): Promise<Weights> {
    const path = join(this.#folder, file)
    return reading(path, async () => readSafetensors(await readFile(path)))
  }

  async #removeBut(kept: readonly (string | undefined)[]): Promise<void> {
    for (const name of await readdir(this.#folder)) {
      if (!ownName.test(name) || kept.includes(name)) continue
      await rm(join(this.#folder, name), { force: true }).catch(() => undefined)
    }
  }
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT'

async function reading<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    const reason = isMissing(error) ? 'there is no such file' : fileTrouble(error) ?? (error instanceof Error ? error.message : String(error))
    throw new Failure(checkpointUnreadable({ path, reason }))
  }
}

async function readState(folder: string): Promise<Stored | undefined> {
  const path = join(folder, jsonName)
  const text = await reading(path, () =>
    readFile(path, 'utf8').catch((error: unknown) => {
      if (isMissing(error)) return undefined
      throw error
    }),
  )
  if (text === undefined) return undefined
  return reading(path, async () => {
    const stored = parsed(text)
    if (stored.version !== version) throw new Error(`it is of version ${String(stored.version)}, this compiler reads ${version}`)
    const { values, best } = stored.files ?? {}
    if (!isOwn(values) || !(best === undefined || isOwn(best))) throw new Error('it names no files of a checkpoint')
    return stored as Stored
  })
}

function parsed(text: string): Partial<Stored> {
  try {
    // JSON writes a metric that is not a number as null.
    return JSON.parse(text, (_key, value: unknown) => (value === null ? Number.NaN : value)) as Partial<Stored>
  } catch {
    throw new Error('it is not whole: no JSON')
  }
}

const isOwn = (name: unknown): boolean => typeof name === 'string' && ownName.test(name)

/** Where a checkpoint keeps the weights that its run would give if it ended now; undefined where the folder holds none. */
export async function chosenWeights(folder: string): Promise<string | undefined> {
  const files = (await readState(folder))?.files
  return files === undefined ? undefined : join(folder, files.best ?? files.values)
}

/** What the checkpoint in a folder is of and how far it got, without reading its weights, which must be there. */
export async function inspectCheckpoint(folder: string): Promise<RunState | undefined> {
  const stored = await readState(folder)
  for (const file of [stored?.files.values, stored?.files.best]) {
    const path = file === undefined ? undefined : join(folder, file)
    if (path !== undefined) await reading(path, () => access(path))
  }
  return stored
}

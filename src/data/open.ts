import type { TypedData } from '../check/typed.js'
import type { Statistics } from '../types/statistics.js'
import { batches } from './batches.js'
import type { Dataset } from './dataset.js'
import { ingest } from './ingest.js'
import { layoutOf } from './layout.js'
import { measure } from './statistics.js'
import { openWorkspace } from './workspace.js'

export interface OpenOptions {
  /** The folder of the file that declares the data; paths are relative to it. */
  readonly directory: string
  /** Where the encoded rows are put while the data set is open; the system's folder for temporary files otherwise. */
  readonly cache?: string
  /** Ends the reading; what was made until then is removed, and its reason is thrown. */
  readonly signal?: AbortSignal
}

/**
 * Reads, checks and splits a data set. Its rows are read once, into a file of records of one size that is deleted when
 * the data set is closed (or the process ends); what is held in memory does not grow with their number.
 */
export async function openDataset(data: TypedData, { directory, cache, signal }: OpenOptions): Promise<Dataset> {
  signal?.throwIfAborted()
  const layout = layoutOf(data)
  const workspace = await openWorkspace(cache)
  const { records, hash, skipped, known } = await ingest(data, layout, directory, workspace, signal).finally(() => workspace.close())

  const measured = new Map<string, Promise<Statistics>>()
  const statistics = (field: string): Promise<Statistics> => {
    const slot = [...layout.inputs, ...layout.targets].find((candidate) => candidate.field.name === field)
    if (slot === undefined) throw new Error(`there is no field ${field}`)
    const result = measured.get(field) ?? measure(records, slot)
    measured.set(field, result)
    return result
  }
  const learning = [...data.inputs, ...data.targets].filter(({ type }) => type.kind === 'table' || type.kind === 'text')

  return {
    data,
    hash,
    skipped,
    count: (part, target) => (target === undefined ? records.count(part) : (known.get(target)?.[part] ?? 0)),
    statistics,
    async *batches(part, options) {
      const learned = new Map<string, Statistics>()
      for (const { name } of learning) learned.set(name, await statistics(name))
      yield* batches({ data, layout, records, learned }, part, options)
    },
    async close() {
      records.close()
    },
  }
}

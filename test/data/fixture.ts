/** Writes small sources into a folder of its own and opens them as data sets. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterEach } from 'vitest'
import type { Part, TypedData, TypedField, TypedSource } from '../../src/check/typed.js'
import type { Batch, BatchOptions, Dataset } from '../../src/data/dataset.js'
import { openDataset } from '../../src/data/open.js'
import { Failure, type Diagnostic } from '../../src/diagnostics/diagnostic.js'
import type { FieldType, LabelField, TargetType } from '../../src/types/field.js'

export const span = { file: 'test.mtl', start: 0, end: 4 }

let folders: string[] = []
let opened: Dataset[] = []

afterEach(async () => {
  await Promise.all(opened.map((dataset) => dataset.close()))
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  folders = []
  opened = []
})

/** A new folder with these files in it, gone after the test. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'mtl-test-'))
  folders.push(folder)
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}

/** Writes a Parquet file with the rows of a query. */
export async function writeParquet(path: string, query: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(`copy (${query}) to '${path}' (format parquet)`)
  connection.closeSync()
  instance.closeSync()
}

export const field = <T extends FieldType>(name: string, type: T, column = name): TypedField<T> => ({ name, column, type, span })
export const number = (name: string) => field(name, { kind: 'number' })
export const label = (name: string, ...labels: readonly string[]): TypedField<LabelField> => field(name, { kind: 'label', labels, numeric: false })
export const digit = (name: string, count = 10): TypedField<LabelField> =>
  field(name, { kind: 'label', labels: Array.from({ length: count }, (_, index) => String(index)), numeric: true })
export const image = (name: string, channels: number, height: number, width: number) => field(name, { kind: 'image', channels, height, width })

export const source = (location: string, part: Part | 'all' = 'all'): TypedSource => ({ part, kind: 'file', location, span })

interface Described {
  readonly sources: readonly TypedSource[]
  readonly inputs?: readonly TypedField[]
  readonly targets?: readonly TypedField<TargetType>[]
}

/** A data set by what matters to a test: without a split all rows train, without fields it has numbers `x` and `y`. */
export const describeData = (described: Described & Partial<TypedData>): TypedData => ({
  name: 'Test',
  split: { kind: 'shares', of: 'all', shares: {}, seed: 1, span },
  inputs: [number('x')],
  targets: [number('y')],
  augment: [],
  skipBadRows: false,
  span,
  ...described,
})

export async function open(directory: string, described: Described & Partial<TypedData>): Promise<Dataset> {
  const dataset = await openDataset(describeData(described), { directory })
  opened.push(dataset)
  return dataset
}

/** The findings that opening a data set ends with. */
export async function findingsOf(directory: string, described: Described & Partial<TypedData>): Promise<readonly Diagnostic[]> {
  try {
    await open(directory, described)
  } catch (error) {
    if (error instanceof Failure) return error.diagnostics
    throw error
  }
  return []
}

export async function collect(dataset: Dataset, part: Part = 'train', options: BatchOptions = { batch: 1000 }): Promise<readonly Batch[]> {
  const batches: Batch[] = []
  for await (const batch of dataset.batches(part, options)) batches.push(batch)
  return batches
}

/** All values of an input, target or other tensor over the batches, as numbers. */
export const values = (batches: readonly Batch[], pick: (batch: Batch) => { readonly data: Iterable<number | bigint> } | undefined): number[] =>
  batches.flatMap((batch) => Array.from(pick(batch)?.data ?? [], Number))

export const sorted = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => a - b)

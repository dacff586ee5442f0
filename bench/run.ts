/** `npm run bench -- NAME [--json] [--only a,b] [--threads 1,2] [--profile]`: runs one comparison and prints it as a table, or as JSON alone. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import Table from 'cli-table3'
import { threadCounts, UsageError } from './choose.js'

export interface Row {
  readonly name: string
  /** What we need; smaller is better. */
  readonly ours: number
  /** What the peer needs, in the same unit. */
  readonly peer: number
  readonly unit: string
  /** ours / peer. */
  readonly ratio: number
  /** The quartiles of the rounds' ratios, where there were rounds. */
  readonly spread?: readonly [number, number]
  readonly threads: number
}

/** What some benchmarks let the caller choose. */
export interface Options {
  /** Names of what is measured; all by default. */
  readonly only?: readonly string[] | undefined
  readonly threads?: readonly number[] | undefined
  /** Prints where the time goes instead of comparing it. */
  readonly profile?: boolean | undefined
}

/** Every benchmark is a folder with a `bench.ts` that exports `run`; notes go to stderr. */
export interface Benchmark {
  run(note: (text: string) => void, options: Options): Promise<readonly Row[]>
}

const here = import.meta.dirname
const round = (value: number): number => Number(value.toPrecision(4))
const shortRatio = (ratio: number): string => (Math.abs(ratio) < 0.1 ? String(Number(ratio.toPrecision(2))) : ratio.toFixed(2))

const names = (await readdir(here, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map((entry) => entry.name)
const usage = `usage: npm run bench -- NAME [--json] [--only a,b] [--threads 1,2] [--profile]\nbenchmarks: ${names.join(', ')}`

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { help: { type: 'boolean', short: 'h' }, json: { type: 'boolean' }, only: { type: 'string' }, threads: { type: 'string' }, profile: { type: 'boolean' } },
    })
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${usage}`)
  }
}

async function main(): Promise<void> {
  const { values, positionals: [name] } = readArguments()
  if (values.help === true) return console.log(usage)
  if (name === undefined || !names.includes(name)) throw new UsageError(usage)
  const options = { only: values.only?.split(','), threads: values.threads === undefined ? undefined : threadCounts(values.threads), profile: values.profile }
  const benchmark = (await import(pathToFileURL(join(here, name, 'bench.ts')).href)) as Benchmark
  const rows = await benchmark.run((text) => console.error(text), options)
  if (values.json === true) return console.log(JSON.stringify(rows, null, 2))
  if (rows.length === 0) return
  const table = new Table({ head: ['', 'threads', 'ours', 'peer', 'unit', 'ratio', 'quartiles'], style: { head: [], border: [] } })
  for (const row of rows) {
    const spread = row.spread?.map(shortRatio).join('–') ?? ''
    table.push([row.name, row.threads, round(row.ours), round(row.peer), row.unit, shortRatio(row.ratio), spread])
  }
  console.log(table.toString())
}

try {
  await main()
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  console.error(error.message)
  // Processes that were started by then end with their input.
  process.exit(2)
}

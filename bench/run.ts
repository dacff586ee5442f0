/** `npm run bench -- NAME [--json] [--only a,b] [--threads 1,2] [--profile]`: runs one comparison and prints it as a table, or as JSON alone. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import Table from 'cli-table3'

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
const { values, positionals: [name] } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean' }, only: { type: 'string' }, threads: { type: 'string' }, profile: { type: 'boolean' } },
})
const names = (await readdir(here, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map((entry) => entry.name)

if (name === undefined || !names.includes(name)) {
  console.error(`usage: npm run bench -- NAME [--json] [--only a,b] [--threads 1,2] [--profile]\nbenchmarks: ${names.join(', ')}`)
  process.exitCode = 2
} else {
  const benchmark = (await import(pathToFileURL(join(here, name, 'bench.ts')).href)) as Benchmark
  const options = { only: values.only?.split(','), threads: values.threads?.split(',').map(Number), profile: values.profile }
  const rows = await benchmark.run((text) => console.error(text), options)
  if (values.json === true) {
    console.log(JSON.stringify(rows, null, 2))
  } else if (rows.length > 0) {
    const table = new Table({ head: ['', 'threads', 'ours', 'peer', 'unit', 'ratio', 'quartiles'], style: { head: [], border: [] } })
    for (const row of rows) {
      const spread = row.spread?.map((value) => value.toFixed(2)).join('–') ?? ''
      table.push([row.name, row.threads, round(row.ours), round(row.peer), row.unit, row.ratio.toFixed(2), spread])
    }
    console.log(table.toString())
  }
}

/** `npm run bench -- NAME [--json]`: runs one comparison and prints it as a table, or as JSON alone. */
import { readdir } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { join } from 'node:path'
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
  readonly threads: number
}

/** Every benchmark is a folder with a `bench.ts` that exports `run`; notes go to stderr. */
export interface Benchmark {
  run(note: (text: string) => void): Promise<readonly Row[]>
}

const here = import.meta.dirname
const round = (value: number): number => Number(value.toPrecision(4))
const [name, ...flags] = process.argv.slice(2)
const names = (await readdir(here, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map((entry) => entry.name)

if (name === undefined || !names.includes(name)) {
  console.error(`usage: npm run bench -- NAME [--json]\nbenchmarks: ${names.join(', ')}`)
  process.exitCode = 2
} else {
  const benchmark = (await import(pathToFileURL(join(here, name, 'bench.ts')).href)) as Benchmark
  const rows = await benchmark.run((text) => console.error(text))
  if (flags.includes('--json')) {
    console.log(JSON.stringify(rows, null, 2))
  } else {
    const table = new Table({ head: ['', 'threads', 'ours', 'peer', 'unit', 'ratio'], style: { head: [], border: [] } })
    for (const row of rows) table.push([row.name, row.threads, round(row.ours), round(row.peer), row.unit, row.ratio.toFixed(2)])
    console.log(table.toString())
  }
}

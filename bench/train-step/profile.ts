/** Where the time of a step goes: ONNX Runtime's own record of each kernel, by operator and by node. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import Table from 'cli-table3'
import { blocked, blockWidth } from '../../src/engine/blocked.js'
import { createEngine } from '../../src/engine/onnxruntime.js'
import { toModel } from '../../src/engine/program.js'
import { openSession } from '../../src/engine/session.js'
import { programOf } from '../../src/train/step.js'
import { quantile } from '../quantiles.js'
import { problem, type Net } from './problem.js'

interface Event {
  readonly cat: string
  readonly name: string
  /** Microseconds. */
  readonly dur: number
  readonly args: { readonly op_name?: string; readonly output_type_shape?: readonly Readonly<Record<string, readonly number[]>>[] }
}

interface Kernel {
  readonly operator: string
  readonly node: string
  readonly milliseconds: number
}

const runs = 20
/** Lines of the two tables. */
const [operators, nodes] = [12, 16]

export async function profile(net: Net, threads: number, folder: string): Promise<string> {
  const kernels = await record(net, threads, folder)
  const total = sum(kernels)
  return [
    `${net.name}, ${threads} threads: ${total.toFixed(2)} ms a step in ${kernels.length} kernels`,
    table('operator', kernels, ({ operator }) => operator, operators, total),
    table('node and its result', kernels, ({ node }) => node, nodes, total),
  ].join('\n')
}

/** Each kernel's median time over the runs. */
async function record(net: Net, threads: number, folder: string): Promise<readonly Kernel[]> {
  const { step, weights, batch } = await problem(net)
  const engine = await createEngine({ threads, inline: true })
  const program = await blocked(programOf(step, weights), () => blockWidth(engine))
  await engine.close()
  const prefix = `${net.name}-${threads}`
  const session = await openSession(toModel(program, threads), { runtime: { enableProfiling: true, profileFilePrefix: join(folder, prefix) } })
  await session.time(batch, runs, 0)
  // The record is written when the session ends.
  await session.close()
  const file = (await readdir(folder)).find((name) => name.startsWith(prefix) && name.endsWith('.json')) ?? prefix
  const events = JSON.parse(await readFile(join(folder, file), 'utf8')) as readonly Event[]
  const times = new Map<string, { readonly event: Event; readonly durations: number[] }>()
  for (const event of events) {
    if (event.cat !== 'Node' || !event.name.endsWith('_kernel_time')) continue
    const known = times.get(event.name)
    if (known === undefined) times.set(event.name, { event, durations: [event.dur] })
    else known.durations.push(event.dur)
  }
  return [...times.values()].map(({ event: { name, args }, durations }) => {
    const shapes = (args.output_type_shape ?? []).map((shape) => `[${Object.values(shape)[0]?.join(', ') ?? ''}]`)
    const operator = args.op_name ?? ''
    return { operator, node: `${operator} ${name.replace('_kernel_time', '')} ${shapes[0] ?? ''}`, milliseconds: quantile(durations, 0.5) / 1000 }
  })
}

const sum = (kernels: readonly Kernel[]): number => kernels.reduce((total, { milliseconds }) => total + milliseconds, 0)

function table(title: string, kernels: readonly Kernel[], keyOf: (kernel: Kernel) => string, most: number, total: number): string {
  const groups = new Map<string, Kernel[]>()
  for (const kernel of kernels) groups.set(keyOf(kernel), [...(groups.get(keyOf(kernel)) ?? []), kernel])
  const lines = new Table({ head: [title, 'kernels', 'ms/step', 'share'], style: { head: [], border: [] } })
  const ranked = [...groups].map(([name, members]) => [name, members.length, sum(members)] as const).toSorted((a, b) => b[2] - a[2])
  for (const [name, count, time] of ranked.slice(0, most)) {
    lines.push([name.length > 110 ? `…${name.slice(-110)}` : name, count, time.toFixed(3), `${((100 * time) / total).toFixed(1)} %`])
  }
  return lines.toString()
}

/**
 * Our side of the comparison, in a process of its own. Reads commands on stdin, one JSON object a line, and answers
 * each with one, as `peer.py` does; `load` also writes what the peer needs for the same work.
 */
import { writeFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { Session } from '../../src/engine/engine.js'
import { createEngine } from '../../src/engine/onnxruntime.js'
import { writeSafetensors } from '../../src/storage/safetensors.js'
import { programOf } from '../../src/train/step.js'
import type { Tensor } from '../../src/types/tensor.js'
import { nets, problem, type Problem } from './problem.js'

export type Command =
  | { readonly load: string; readonly threads: number; readonly file: string; readonly learned?: readonly string[] }
  | { readonly step: string }
  | { readonly time: number }
  | { readonly memory: true }

let loaded: (Problem & { readonly session: Session }) | undefined

async function answer(command: Command): Promise<object> {
  if ('load' in command) {
    const net = nets.find(({ name }) => name === command.load)
    if (net === undefined) throw new Error(`there is no net ${command.load}`)
    const made = await problem(net)
    const { graph, batch, weights, step, built } = made
    const inputs = graph.inputs.flatMap(({ name }): [string, Tensor][] => (batch[name] === undefined ? [] : [[`input:${name}`, batch[name]]]))
    const targets = Object.entries(batch).filter(([name]) => name.startsWith('target:'))
    await writeFile(command.file, writeSafetensors(new Map<string, Tensor>([...weights, ...inputs, ...targets])))
    const engine = await createEngine({ threads: command.threads, inline: true })
    const start = performance.now()
    loaded = { ...made, session: await engine.load(programOf(step, weights)) }
    const learned = graph.parameters.filter(({ trainable }) => trainable).map(({ name }) => name)
    return { learned, nodes: step.graph.nodes.length, ms: built + performance.now() - start }
  }
  if ('memory' in command) return { peak: (process.resourceUsage().maxRSS * 1024) / 1e6 }
  if (loaded === undefined) throw new Error('nothing is loaded')
  const { session, batch } = loaded
  if ('time' in command) return { ms: await session.time(batch, command.time, 0) }
  await session.run(batch)
  await writeFile(command.step, writeSafetensors(new Map(Object.entries(await session.read()))))
  return {}
}

for await (const line of createInterface({ input: process.stdin })) console.log(JSON.stringify(await answer(JSON.parse(line) as Command)))
process.exit()

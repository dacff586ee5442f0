/**
 * One train step (forward, losses, backward, SGD with momentum) beside PyTorch on the CPU, at 1 and 2 threads.
 * Both take the same weights and the same batch; after the first step their weights are compared, so that the
 * times are of the same work. Rounds of ours and the peer's alternate; medians are reported.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEngine } from '../../src/engine/onnxruntime.js'
import type { Feeds } from '../../src/engine/engine.js'
import { lowerModel } from '../../src/lower/model.js'
import { key, uniform } from '../../src/random/counter.js'
import { stepName } from '../../src/train/feeds.js'
import { initialize } from '../../src/train/initialize.js'
import { readSafetensors, writeSafetensors } from '../../src/storage/safetensors.js'
import { buildStep, programOf, type Step } from '../../src/train/step.js'
import { f32, i64, type Tensor } from '../../src/types/tensor.js'
import { loadModel } from '../load.js'
import type { Row } from '../run.js'
import { startPeer, type Peer } from './torch.js'

const protocol = [
  'train.optimizer=sgd(lr = 0.01, momentum = 0.9)',
  'train.balance=equal',
]
const nets = [
  { name: 'digits', file: 'examples/digits/digits.mtl', batch: 256 },
  { name: 'conv4', file: 'bench/train-step/conv4.mtl', batch: 64 },
  { name: 'mlp', file: 'bench/train-step/mlp.mtl', batch: 256 },
  { name: 'resnet', file: 'bench/train-step/resnet.mtl', batch: 64 },
] as const
const rounds = 7
const stepsPerRound = 10
const rate = 0.01

export async function run(note: (text: string) => void): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'mtl-bench-'))
  const peer = startPeer(note)
  try {
    const rows: Row[] = []
    for (const net of nets) for (const threads of [1, 2]) rows.push(await compare(net, threads, peer, folder, note))
    return rows
  } finally {
    peer.close()
    await rm(folder, { recursive: true })
  }
}

async function compare(net: (typeof nets)[number], threads: number, peer: Peer, folder: string, note: (text: string) => void): Promise<Row> {
  const { model, train } = await loadModel(net.file, protocol)
  // The peer's losses are plain ones.
  const tasks = model.tasks.map((task) => ({ ...task, weight: 1, loss: { ...task.loss, arguments: { ...task.loss.arguments, smoothing: 0 } } }))
  const graph = lowerModel(model, new Map())
  const step = buildStep({ graph, model: { ...model, tasks }, optimizer: train.optimizer })
  const weights = initialize(graph, 1)
  const batch = makeBatch(step, net.batch)

  const file = join(folder, `${net.name}.safetensors`)
  const [input] = graph.inputs
  const targets = Object.entries(batch).filter(([name]) => name.startsWith('target:'))
  await writeFile(file, writeSafetensors(new Map<string, Tensor>([...weights, ['input', batch[input?.name ?? ''] ?? f32([0], [])], ...targets])))
  const learned = graph.parameters.filter(({ trainable }) => trainable).map(({ name }) => name)
  const { torch } = await peer.ask({ load: net.name, file, learned, threads })

  const engine = await createEngine({ threads, inline: true })
  const session = await engine.load(programOf(step, weights))
  try {
    await session.run(batch)
    const stepped = join(folder, 'stepped.safetensors')
    await peer.ask({ step: stepped })
    const difference = largestDifference(await session.read(), readSafetensors(await readFile(stepped)), learned)
    note(`${net.name}, ${threads} threads: after one step our weights and those of PyTorch ${String(torch)} differ by at most ${difference.toExponential(1)}`)

    const [ours, theirs]: [number[], number[]] = [[], []]
    await session.time(batch, 1, stepsPerRound)
    await peer.ask({ time: stepsPerRound })
    for (let round = 0; round < rounds; round++) {
      ours.push(...(await session.time(batch, stepsPerRound, 0)))
      theirs.push(...((await peer.ask({ time: stepsPerRound }))['ms'] as number[]))
    }
    const [mine, other] = [median(ours), median(theirs)]
    return { name: `${net.name}, batch ${net.batch}`, ours: mine, peer: other, unit: 'ms/step', ratio: mine / other, threads }
  } finally {
    await session.close()
    await engine.close()
  }
}

export function makeBatch(step: Step, size: number): Feeds {
  const carried = new Set([...step.parameters, ...step.moments].map(({ input }) => input))
  const scalars = step.scalars(1, rate)
  return {
    ...scalars,
    ...Object.fromEntries(
      step.graph.inputs
        .filter(({ name }) => !carried.has(name) && scalars[name] === undefined)
        .map(({ name, value }) => {
          const type = step.graph.types.get(value)
          const shape = (type?.shape ?? []).map((dim) => (typeof dim === 'number' ? dim : size))
          const count = shape.reduce((product, dim) => product * dim, 1)
          const draw = (_: unknown, index: number) => uniform(key(name), index)
          if (type?.dtype === 'i64') return [name, i64(shape, Array.from({ length: count }, (_, index) => Math.floor(10 * draw(_, index))))]
          const ones = name === stepName('weights') || name === stepName('alpha') || name.startsWith('mask:')
          return [name, f32(shape, Array.from({ length: count }, ones ? () => 1 : draw))]
        }),
    ),
  }
}

export function largestDifference(ours: Feeds, theirs: ReadonlyMap<string, Tensor>, names: readonly string[]): number {
  let largest = 0
  for (const name of names) {
    const [a, b] = [ours[name], theirs.get(name)]
    if (a === undefined || b === undefined) throw new Error(`the weight ${name} is missing on one side`)
    for (let index = 0; index < a.data.length; index++) largest = Math.max(largest, Math.abs(Number(a.data[index]) - Number(b.data[index])))
  }
  return largest
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

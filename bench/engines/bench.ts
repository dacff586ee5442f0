/** One train step in ONNX Runtime and in TensorFlow.js, whichever backend of it there is; both must come to the same weights. */
import type { Engine } from '../../src/engine/engine.js'
import { median } from '../../src/engine/latency.js'
import { createEngine } from '../../src/engine/onnxruntime.js'
import { createTfjsEngine } from '../../src/engine/tfjs/engine.js'
import { lowerModel } from '../../src/lower/model.js'
import { initialize } from '../../src/train/initialize.js'
import { buildStep, programOf } from '../../src/train/step.js'
import { chosen } from '../choose.js'
import { loadModel } from '../load.js'
import type { Options, Row } from '../run.js'
import { largestDifference } from '../train-step/bench.js'
import { makeBatch } from '../train-step/problem.js'

const nets = [
  { name: 'digits', file: 'examples/digits/digits.mtl', batch: 8 },
  { name: 'mlp', file: 'bench/train-step/mlp.mtl', batch: 16 },
] as const
const steps = 3

export async function run(note: (text: string) => void, { only }: Options): Promise<readonly Row[]> {
  const asked = chosen(nets, only)
  const first = await createEngine({ threads: 1, inline: true })
  const second = await createTfjsEngine(first)
  note(`${first.name} ${first.version} beside ${second.name} ${second.version}`)
  try {
    const rows: Row[] = []
    for (const net of asked) rows.push(await compare(net, first, second, note))
    return rows
  } finally {
    await second.close()
    await first.close()
  }
}

async function compare({ name, file, batch }: (typeof nets)[number], first: Engine, second: Engine, note: (text: string) => void): Promise<Row> {
  const { model, train } = await loadModel(file, ['train.optimizer=sgd(lr = 0.01, momentum = 0.9)', 'train.balance=equal'])
  const graph = lowerModel(model, new Map())
  const step = buildStep({ graph, model, optimizer: train.optimizer })
  const program = programOf(step, initialize(graph, 1))
  const feeds = makeBatch(step, model, batch)
  const [ours, theirs] = [await measure(first, program, feeds), await measure(second, program, feeds)]
  note(`${name}: after one step weights and momenta differ by at most ${largestDifference(new Map(Object.entries(ours.state)), new Map(Object.entries(theirs.state)), Object.keys(ours.state)).toExponential(1)}`)
  return { name: `${name}, batch ${batch}`, ours: ours.ms, peer: theirs.ms, unit: 'ms/step', ratio: ours.ms / theirs.ms, threads: 1 }
}

async function measure(engine: Engine, program: Parameters<Engine['load']>[0], feeds: ReturnType<typeof makeBatch>) {
  const session = await engine.load(program)
  await session.run(feeds)
  const state = await session.read()
  const ms = median(await session.time(feeds, steps, 1))
  await session.close()
  return { state, ms }
}

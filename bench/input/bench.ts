/**
 * How fast samples come (rows and images to batches and feeds, augmented) beside how fast a train step takes them. Below 1, the
 * engine never waits. What was read from the files once, before the first epoch, does not count.
 */
import { existsSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { inspectTable } from '../../src/data/inspect.js'
import { openDataset } from '../../src/data/open.js'
import type { Feeds } from '../../src/engine/engine.js'
import { createEngine } from '../../src/engine/onnxruntime.js'
import { graphFor } from '../../src/lower/graph-for.js'
import { stepFeeds, stepName } from '../../src/train/feeds.js'
import { initialize } from '../../src/train/initialize.js'
import { buildStep, programOf } from '../../src/train/step.js'
import { f32 } from '../../src/types/tensor.js'
import { chosen } from '../choose.js'
import { loadModel } from '../load.js'
import { quantile } from '../quantiles.js'
import type { Options, Row } from '../run.js'

const data = resolve(process.env['MTL_DATA'] ?? '../shared/data')
const cases = [
  { name: 'digits', file: 'examples/digits/digits.mtl', folder: 'examples/digits', needs: 'multimnist/train.parquet', how: 'npx tsx examples/digits/prepare.ts makes it' },
  { name: 'census', file: 'examples/census/census.mtl', folder: data, needs: 'census/train.csv', how: 'MTL_DATA names the folder that holds it' },
  { name: 'faces', file: 'bench/input/faces.mtl', folder: data, needs: 'faces/train.csv', how: 'MTL_DATA names the folder that holds it' },
]
/** Rounds of both, and batches of each. */
const [rounds, batches] = [7, 20]

export async function run(note: (text: string) => void, { only, threads = [1, 2] }: Options): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (const each of chosen(cases, only)) {
    if (existsSync(join(each.folder, each.needs))) for (const count of threads) rows.push(await measure(each, count, note))
    else note(`${each.name} is left out: there is no ${each.needs}; ${each.how}`)
  }
  return rows
}

async function measure({ name, file, folder }: (typeof cases)[number], threads: number, note: (text: string) => void): Promise<Row> {
  // Sources are relative to the folder of the data.
  const { model, train } = await loadModel(file, [], (request) => inspectTable({ ...request, file: resolve(folder, basename(file)) }))
  const dataset = await openDataset(model.data, { directory: resolve(folder) })
  const engine = await createEngine({ threads, inline: true })
  try {
    const graph = graphFor(model)
    const step = buildStep({ graph, model, optimizer: train.optimizer })
    const session = await engine.load(programOf(step, initialize(graph, 1)))
    const own = { ...step.scalars(1, 0.01), [stepName('alpha')]: f32([model.tasks.length], model.tasks.map(() => 1)) }
    const [coming, taken, ratios]: [number[], number[], number[]] = [[], [], []]
    for (let round = 0; round < rounds; round++) {
      const source = dataset.batches('train', { batch: train.batch, shuffle: { seed: 1, epoch: round }, augment: true, limit: batches })
      let [last, samples]: [Feeds, number] = [own, 0]
      const start = performance.now()
      for await (const { batch, feeds } of stepFeeds(step.graph, model, source, 1, 0)) [last, samples] = [feeds, samples + batch.size]
      const each = (1000 * (performance.now() - start)) / samples
      const engines = (1000 * quantile(await session.time({ ...last, ...own }, batches, round === 0 ? 3 : 0), 0.5)) / train.batch
      coming.push(each)
      taken.push(engines)
      ratios.push(each / engines)
    }
    const [ours, peer] = [quantile(coming, 0.5), quantile(taken, 0.5)]
    note(`${name}, ${threads} threads: ${(1e6 / ours).toFixed(0)} samples a second come, ${(1e6 / peer).toFixed(0)} are taken`)
    return { name, threads, ours, peer, unit: 'ms/1000 samples', ratio: quantile(ratios, 0.5), spread: [quantile(ratios, 0.25), quantile(ratios, 0.75)] }
  } finally {
    await engine.close()
    await dataset.close()
  }
}

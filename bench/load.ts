/** What benchmarks share: a checked file, and a model of it trained whole. */
import { dirname, resolve } from 'node:path'
import type { TypedModel, TypedTrain } from '../src/check/typed.js'
import { check, type InspectTable } from '../src/check/check.js'
import { inspectTable } from '../src/data/inspect.js'
import { openDataset } from '../src/data/open.js'
import { createEngine } from '../src/engine/onnxruntime.js'
import { nodeHost } from '../src/host/node.js'
import { lowerModel } from '../src/lower/model.js'
import { evaluate } from '../src/train/evaluate.js'
import { trainModel } from '../src/train/train.js'
import type { Metrics } from '../src/train/types.js'

export async function loadModel(
  file: string,
  overrides: readonly string[] = [],
  inspect: InspectTable = inspectTable,
): Promise<{ model: TypedModel; train: TypedTrain; path: string }> {
  const path = resolve(file)
  const { program, diagnostics } = await check(path, { host: nodeHost(), inspectTable: inspect, overrides })
  const model = program?.models[0]
  const train = program?.trains[0]
  if (model === undefined || train === undefined) {
    throw new Error([`${file} does not check:`, ...diagnostics.map(({ code, message }) => `${code}: ${message}`)].join('\n'))
  }
  return { model, train, path }
}

interface TrainOptions {
  readonly overrides: readonly string[]
  readonly threads: number
  readonly note: (text: string) => void
}

/** Trains a file's dense model and measures it on the test part. */
export async function trainFile(file: string, { overrides, threads, note }: TrainOptions): Promise<Metrics> {
  const { model, train, path } = await loadModel(file, overrides)
  const dataset = await openDataset(model.data, { directory: dirname(path) })
  const engine = await createEngine({ threads })
  try {
    const graph = lowerModel(model, new Map())
    const trained = await trainModel({
      graph,
      model,
      train,
      dataset,
      engine,
      onProgress(progress) {
        if (progress.kind !== 'epoch') return
        const measured = Object.entries(progress.validation).map(([task, { accuracy = Number.NaN }]) => `${task} ${(100 * accuracy).toFixed(2)} %`)
        note(`epoch ${progress.epoch} of ${progress.epochs}: ${measured.join(', ')} (validation), ${progress.seconds.toFixed(1)} s`)
      },
    })
    return await evaluate({ graph: trained.graph, weights: trained.weights, model, dataset, part: 'test', engine })
  } finally {
    await engine.close()
    await dataset.close()
  }
}

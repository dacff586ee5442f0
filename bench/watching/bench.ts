/**
 * What it costs to watch a run. First the digits model trained with everything on (detectors, live view, log, event file, curves) beside
 * the same with nothing, in rounds that alternate; then the time of telling, watching and keeping alone, beside that of a step.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { progressView } from '../../src/cli/progress/index.js'
import type { Terminal } from '../../src/cli/terminal.js'
import type { Dataset } from '../../src/data/dataset.js'
import { openDataset } from '../../src/data/open.js'
import { noColors } from '../../src/diagnostics/colors.js'
import { createEngine } from '../../src/engine/onnxruntime.js'
import { lowerModel } from '../../src/lower/model.js'
import { runFolder } from '../../src/report/run/folder.js'
import type { OnProgress } from '../../src/train/progress.js'
import { Teller } from '../../src/train/teller.js'
import { trainModel } from '../../src/train/train.js'
import { loadModel } from '../load.js'
import type { Row } from '../run.js'

const rounds = 7
const stepsPerRound = 24
const toldSteps = 5000
const screen: Terminal = { out: () => {}, err: () => {}, outColors: noColors, errColors: noColors, interactive: true, width: 100, height: 24, directory: '/' }

export async function run(note: (text: string) => void): Promise<readonly Row[]> {
  const { model, train, path } = await loadModel('examples/digits/digits.mtl', ['train.epochs=1'])
  const [dataset, engine, folder] = [await openDataset(model.data, { directory: dirname(path) }), await createEngine({ threads: 1 }), await mkdtemp(join(tmpdir(), 'mtl-bench-'))]
  const part: Dataset = { ...dataset, count: (of) => (of === 'train' ? stepsPerRound * train.batch : 0), batches: dataset.batches.bind(dataset) }
  const trained = async (onProgress?: OnProgress): Promise<number> => {
    const began = performance.now()
    await trainModel({ graph: lowerModel(model, new Map()), model, train, dataset: part, engine, onProgress })
    return (performance.now() - began) / stepsPerRound
  }
  const watched = async <T>(use: (onProgress: OnProgress) => Promise<T>): Promise<T> => {
    const [view, record] = [progressView(screen, false, ({ message }) => message), runFolder(folder)]
    const result = await use((event) => {
      view.show(event)
      record.see(event)
    })
    await record.close()
    return result
  }
  try {
    const [ours, nothing]: [number[], number[]] = [[], []]
    await trained()
    for (let round = 0; round < rounds; round++) {
      ours.push(await watched(trained))
      nothing.push(await trained())
      note(`round ${round + 1}: ${(1000 / (ours.at(-1) ?? 0)).toFixed(2)} steps/s watched, ${(1000 / (nothing.at(-1) ?? 0)).toFixed(2)} not`)
    }
    const [mine, bare] = [median(ours), median(nothing)]
    const telling = await watched(async (onProgress) => {
      const teller = new Teller({
        stage: 'train', model, train, epochs: 1, stepsPerEpoch: toldSteps, samples: { train: toldSteps * train.batch, validation: 0 }, watches: true, onProgress,
        gradientNorms: () => Promise.resolve({}),
      })
      teller.begin({ step: 0, epoch: 0 })
      teller.epochBegins()
      const began = performance.now()
      for (let step = 1; step <= toldSteps; step++) {
        await teller.step({ step, epoch: 1, samples: train.batch, losses: [2 / step, 3 / step], present: [true, true], alpha: [1, 1], rate: 1e-3, gradientNorm: 1 / step })
      }
      return (performance.now() - began) / toldSteps
    })
    return [
      { name: 'a step of digits, watched and not', ours: mine, peer: bare, unit: 'ms/step', ratio: mine / bare, threads: 1 },
      { name: 'telling, watching, keeping; and a step', ours: telling, peer: bare, unit: 'ms/step', ratio: telling / bare, threads: 1 },
    ]
  } finally {
    await engine.close()
    await dataset.close()
    await rm(folder, { recursive: true })
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

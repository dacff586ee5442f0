/** Emitted folders for tests: a model with fresh weights, written as `mtlc compile` writes it. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { TypedModel } from '../../src/check/typed.js'
import { emitModel, inferenceForm } from '../../src/compress/emitted.js'
import type { Artifact } from '../../src/emit/artifact.js'
import { lowerModel } from '../../src/lower/model.js'
import type { Report } from '../../src/report/report.js'
import { initialize } from '../../src/train/initialize.js'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** A folder inside the checkout, where packages are found; `build/` is not tracked. */
export async function temporaryFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  await mkdir(join(root, 'build'), { recursive: true })
  const path = await mkdtemp(join(root, 'build', 'test-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

export const someReport: Report = {
  format: 1,
  model: 'Digits',
  part: 'test',
  samples: 10000,
  tasks: {
    left: { dense: { accuracy: 0.9703, macro_f1: 0.97 }, emitted: { accuracy: 0.9671, macro_f1: 0.9668 } },
    age: { dense: { mae: 3.25 }, emitted: { mae: 3.5 } },
  },
  budget: [
    { text: 'size <= 60 KB', wanted: 60000, reached: 47613, met: true, unit: 'B' },
    { text: 'left.accuracy >= dense - 0.1 pt', wanted: 0.9693, reached: 0.9671, met: false, unit: 'accuracy' },
  ],
  dense: { bytes: 534200, params: 131000, macs: 1_250_000, latency: [{ medianMs: 0.2, batch: 1, threads: 1 }] },
  emitted: { bytes: 47613, params: 40210, macs: 402_000, latency: [{ medianMs: 0.05, batch: 1, threads: 1 }] },
  training: { epochs: 20, bestEpoch: 18, validation: { left: { accuracy: 0.97 } } },
  machine: { cpu: 'A CPU', cores: 2, features: ['avx2'], platform: 'linux x64' },
  seed: 1,
  threads: 2,
  versions: { mtlc: '0.1.0' },
  hashes: { file: 'f', data: 'd', weights: 'w', model: 'm' },
}

/** The model as an artifact, with weights drawn by a seed. */
export function artifactOf(model: TypedModel, statistics: Artifact['statistics'] = new Map()): Artifact {
  const graph = lowerModel(model, statistics)
  const form = emitModel(inferenceForm(graph, initialize(graph, 1)), undefined, { version: '0.1.0', model: model.name })
  return { model, graph: form.graph, onnx: form.onnx, statistics, hashes: someReport.hashes, report: someReport, file: 'model.mtl', version: '0.1.0' }
}

/** Imports the emitted module as a program would; each folder is a module of its own. */
export const importFolder = async (folder: string): Promise<Record<string, unknown>> =>
  (await import(/* @vite-ignore */ pathToFileURL(join(folder, 'index.js')).href)) as Record<string, unknown>

import type { TypedModel } from '../check/typed.js'
import type { Graph } from '../ir/graph.js'
import type { Report } from '../report/report.js'
import type { Statistics } from '../types/statistics.js'
import { bindings } from './bindings.js'
import { declarations } from './declarations.js'
import { interfaceOf } from './interface.js'
import { manifest, type Hashes } from './manifest.js'
import { packageFile } from './package.js'
import { replaceFiles, type OutputFile, type WriteFile } from './replace.js'

export interface Artifact {
  readonly model: TypedModel
  /** The graph that `onnx` was written from. */
  readonly graph: Graph
  readonly onnx: Uint8Array
  /** Measured on the training part, by field: what `auto` normalises by, and what stands for missing numbers of tables. */
  readonly statistics: ReadonlyMap<string, Statistics>
  readonly hashes: Hashes
  readonly report: Report
  /** Name of the .mtl file, without its folder. */
  readonly file: string
  readonly version: string
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/** The files of an emitted folder. The same artifact gives the same bytes. */
export function artifactFiles(artifact: Artifact): readonly OutputFile[] {
  const { model, onnx, file, version } = artifact
  const described = interfaceOf(model, artifact.graph)
  return [
    { name: 'model.onnx', content: onnx },
    { name: 'index.d.ts', content: declarations(model, described, file, version) },
    { name: 'index.js', content: bindings({ ...artifact, interface: described }) },
    { name: 'package.json', content: json(packageFile(model.name, described)) },
    { name: 'report.json', content: json(artifact.report) },
    // Put into place last: its hash of the model then never belongs to a model that is yet to come.
    { name: 'manifest.json', content: json(manifest({ ...artifact, interface: described, bytes: onnx.length })) },
  ]
}

/** Writes the artifact into `directory`; where that fails, what was there before stays (see replace.ts). Gives the names of its files. */
export async function emit(artifact: Artifact, directory: string, write?: WriteFile): Promise<readonly string[]> {
  const files = artifactFiles(artifact)
  await replaceFiles(directory, files, write)
  return files.map(({ name }) => name)
}

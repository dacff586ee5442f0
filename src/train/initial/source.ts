/** Weights that training can begin with, wherever they lie: in a safetensors file, an ONNX model, or the folder of a run. */
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Weights } from '../../ir/graph.js'
import { readInitializers } from '../../onnx/initializers.js'
import { isFloat } from '../../storage/safetensors.js'
import { openSafetensors } from '../../storage/safetensors-file.js'
import { chosenWeights } from '../checkpoint.js'

export interface WeightSource {
  /** Shapes by name. Tensors of integers, such as PyTorch's counters of batches, are no weights. */
  readonly shapes: ReadonlyMap<string, readonly number[]>
  /** Values as f32, by name. */
  read(names: Iterable<string>): Promise<Weights>
}

/** Throws an `Error` that says what is wrong, or what the system says. */
export async function openSource(path: string): Promise<WeightSource> {
  if ((await stat(path)).isDirectory()) return ofRun(path)
  return /\.onnx$/i.test(path) ? ofModel(path) : ofTensors(path)
}

async function ofTensors(path: string): Promise<WeightSource> {
  const { entries, read } = await openSafetensors(path)
  // A checkpoint also holds the optimiser's state, as `first:trunk.dense.weight`.
  const weights = [...entries].filter(([name, entry]) => isFloat(entry) && !name.includes(':'))
  return { shapes: new Map(weights.map(([name, { shape }]) => [name, shape])), read }
}

async function ofModel(path: string): Promise<WeightSource> {
  const initializers = readInitializers(await readFile(path))
  return {
    shapes: new Map([...initializers].map(([name, { shape }]) => [name, shape])),
    read: async (names) => new Map([...names].flatMap((name) => {
      const tensor = initializers.get(name)?.read()
      return tensor === undefined ? [] : [[name, tensor] as const]
    })),
  }
}

/** Of a folder that `train` or `compile` wrote, the best weights so far; without a checkpoint, those of the emitted model. */
async function ofRun(path: string): Promise<WeightSource> {
  for (const folder of [join(path, 'checkpoint'), path]) {
    const weights = await chosenWeights(folder)
    if (weights !== undefined) return ofTensors(weights)
  }
  const model = join(path, 'model.onnx')
  if (await stat(model).then((found) => found.isFile(), () => false)) return ofModel(model)
  throw new Error('it is not the folder of a run: it holds neither a checkpoint nor a model.onnx')
}

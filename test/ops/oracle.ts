/** TensorFlow.js on its plain JavaScript backend, with its autodiff, which shares no code with ours. */
/// <reference types="@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js" />
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Tensor4D } from '@tensorflow/tfjs-core'
import { build } from 'esbuild'
import { four } from '../../src/engine/tfjs/images.js'
import type { Tf, TfTensor } from '../../src/engine/tfjs/form.js'
import { fromTf as fromTensor, toTf as toTensor } from '../../src/engine/tfjs/tensors.js'
import { f32, type Tensor } from '../../src/types/tensor.js'
import { valuesOf } from './harness.js'

/** The gradients of tfjs-core are not in its bundle for Node, but in modules that Node does not read as they stand: they are bundled here. */
async function withGradients(): Promise<Tf> {
  const folder = await mkdtemp(join(tmpdir(), 'mtl-oracle-'))
  try {
    const { outputFiles: [bundle] } = await build({
      stdin: {
        contents: `
          export * from '@tensorflow/tfjs-core/dist/index.js'
          import '@tensorflow/tfjs-core/dist/register_all_gradients.js'
          import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js'
          import '@tensorflow/tfjs-backend-cpu/dist/index.js'`,
        resolveDir: '.',
      },
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'node',
      mainFields: ['module', 'main'],
      external: ['node-fetch'],
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    })
    const file = join(folder, 'tfjs.mjs')
    await writeFile(file, bundle.contents)
    const tf: Tf = await import(pathToFileURL(file).href)
    tf.env().set('PROD', true)
    await tf.setBackend('cpu')
    return tf
  } finally {
    await rm(folder, { recursive: true })
  }
}

export const tf = await withGradients()

export const toTf = (tensor: Tensor): TfTensor => toTensor(tf, f32(tensor.shape, valuesOf(tensor)))

export const fromTf = (tensor: TfTensor): Tensor => fromTensor(tensor, 'f32')

/** [N, C, H, W] → [N, H, W, C] */
export const channelsLast = (x: TfTensor): Tensor4D => four(tf.transpose(x, [0, 2, 3, 1]))

export const channelsFirst = (x: TfTensor): Tensor4D => four(tf.transpose(x, [0, 3, 1, 2]))

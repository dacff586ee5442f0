/** The engines that train and evaluate, by the names that `--engine` takes. */
import type { Engine } from '../../engine/engine.js'
import type { EngineName } from '../options.js'

/** Makes an engine; `files` opens emitted files for it, as whoever runs them would. */
export type CreateEngine = (files: Engine) => Promise<Engine>

export const engines: Readonly<Record<EngineName, CreateEngine>> = {
  onnxruntime: (files) => Promise.resolve(files),
  async tfjs(files) {
    const { createTfjsEngine } = await import('../../engine/tfjs/engine.js')
    return createTfjsEngine(files)
  },
}

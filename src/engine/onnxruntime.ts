import { existsSync } from 'node:fs'
import { withBlocks } from './blocked.js'
import type { Engine, EngineOptions } from './engine.js'
import { KeptSessions } from './kept.js'
import { toModel } from './program.js'
import { remoteEngine } from './remote.js'

export interface CreateEngineOptions extends EngineOptions {
  /** Runs in this thread: a run blocks it. For tests and small tools. */
  readonly inline?: boolean
  /** The worker's script, where it is not the one beside the bundle. */
  readonly worker?: URL
}

/** In `dist/`, the bundled worker lies beside the file which this module ends up in. */
const bundledWorker = new URL('./engine-worker.js', import.meta.url)

/**
 * ONNX Runtime on CPU. It lives in a worker thread, since its runs are synchronous and would block the
 * caller; from TypeScript sources, where no bundled worker lies beside this file, it runs in this thread.
 */
export async function createEngine(options: CreateEngineOptions): Promise<Engine> {
  const { threads, inline = false, worker = bundledWorker } = options
  if (inline || (options.worker === undefined && !existsSync(worker))) return withBlocks(await inlineEngine(threads))
  return withBlocks(await remoteEngine(worker, threads))
}

/** The runtime is imported when it is first needed: loading it takes tens of milliseconds. */
async function inlineEngine(threads: number): Promise<Engine> {
  const { openSession, runtimeVersion } = await import('./session.js')
  const sessions = new KeptSessions()
  return {
    name: 'onnxruntime',
    version: runtimeVersion(),
    load: (program) => sessions.keep(() => openSession(toModel(program, threads))),
    open: (model, overrides = {}) => sessions.keep(() => openSession({ model, threads: overrides.threads ?? threads, state: [] })),
    close: () => sessions.close(),
  }
}

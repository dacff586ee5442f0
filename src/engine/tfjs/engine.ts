import type { Engine } from '../engine.js'
import { KeptSessions } from '../kept.js'
import { anyBackend, type Backend } from './backend.js'
import { TfjsSession } from './session.js'

/**
 * TensorFlow.js: a second implementation of every op, as a second opinion on the first. It interprets graphs in this thread and
 * gives way to others between nodes. Emitted files are opened by `files`, the engine that users of a file have.
 */
export async function createTfjsEngine(files: Engine, backend?: Backend): Promise<Engine> {
  const { tf, name, version } = backend ?? (await anyBackend())
  const sessions = new KeptSessions()
  return {
    name,
    version,
    load: (program) => sessions.keep(async () => new TfjsSession(tf, program)),
    open: (model, options) => files.open(model, options),
    close: () => sessions.close(),
  }
}

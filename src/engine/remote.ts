import { Worker } from 'node:worker_threads'
import type { Engine, Session } from './engine.js'
import { createGate, shutGate } from './gate.js'
import { toModel, type Model } from './program.js'
import { pack, type Answers, type Reply, type Request } from './protocol.js'

/** How long the worker may take to end by itself before it is stopped, in milliseconds. */
const patience = 5000

interface Waiting {
  readonly resolve: (value: Answers[keyof Answers]) => void
  readonly reject: (error: Error) => void
}

/** The calling side of the engine's worker: each call is a message and the promise of its reply. */
class Connection {
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  readonly #exit: Promise<void>
  readonly #gate = createGate()
  readonly #shutGate = (): void => shutGate(this.#gate, patience)
  #next = 0
  #ended: Error | undefined

  constructor(script: URL) {
    this.#worker = new Worker(script, { name: 'mtlc-engine', execArgv: [], workerData: this.#gate })
    this.#worker.on('message', (reply: Reply) => this.#settle(reply))
    this.#worker.on('messageerror', (error) => this.#fail(error))
    this.#worker.on('error', (error) => this.#fail(error))
    this.#exit = new Promise((resolve) => {
      this.#worker.on('exit', () => {
        process.off('exit', this.#shutGate)
        this.#fail(new Error('it exited'))
        resolve()
      })
    })
    process.on('exit', this.#shutGate)
    // An idle worker does not keep the process alive.
    this.#worker.unref()
  }

  call<K extends keyof Answers>(request: Request & { readonly kind: K }, buffers?: ArrayBuffer[]): Promise<Answers[K]>
  call(request: Request, buffers: ArrayBuffer[] = []): Promise<Answers[keyof Answers]> {
    const ended = this.#ended
    if (ended !== undefined) return Promise.reject(ended)
    const id = this.#next++
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#worker.ref()
      try {
        this.#worker.postMessage({ ...request, id }, buffers)
      } catch (error) {
        this.#settle({ id, error: error instanceof Error ? error : new Error(String(error)) })
      }
    })
  }

  /** Whether the worker is gone, and all that it held with it. */
  get ended(): boolean {
    return this.#ended !== undefined
  }

  async end(): Promise<void> {
    if (this.#ended !== undefined) return this.#exit
    const ended = this.call({ kind: 'end' })
    this.#ended = new Error('the engine is closed')
    this.#worker.ref()
    const timer = setTimeout(() => {
      this.#shutGate()
      void this.#worker.terminate()
    }, patience)
    await ended.catch(() => undefined)
    await this.#exit
    clearTimeout(timer)
  }

  #settle(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id)
    if (waiting === undefined) return
    this.#waiting.delete(reply.id)
    if (this.#waiting.size === 0 && this.#ended === undefined) this.#worker.unref()
    if ('error' in reply) waiting.reject(reply.error)
    else waiting.resolve(reply.value)
  }

  #fail(cause: unknown): void {
    const reason = cause instanceof Error ? cause.message : String(cause)
    this.#ended ??= new Error(`the engine’s worker ended: ${reason}`, { cause })
    for (const { reject } of this.#waiting.values()) reject(this.#ended)
    this.#waiting.clear()
  }
}

/** The engine in the worker thread that `script` makes; graphs are emitted here, models run there. */
export async function remoteEngine(script: URL, threads: number): Promise<Engine> {
  const connection = new Connection(script)
  const version = await connection.call({ kind: 'hello' })
  let next = 0
  const open = async (model: Model, buffers: ArrayBuffer[] = []): Promise<Session> => {
    const session = next++
    await connection.call({ kind: 'open', session, model }, buffers)
    return remoteSession(connection, session)
  }
  return {
    name: 'onnxruntime',
    version,
    async load(program) {
      const model = toModel(program, threads)
      // The bytes were made for this call alone, so that they can be moved.
      const { buffer } = model.model
      return open(model, buffer instanceof ArrayBuffer ? [buffer] : [])
    },
    open: (model, overrides = {}) => open({ model, threads: overrides.threads ?? threads, state: [] }),
    close: () => connection.end(),
  }
}

function remoteSession(connection: Connection, session: number): Session {
  return {
    async run(inputs, { give = false } = {}) {
      const { feeds, buffers } = pack(inputs, give)
      return connection.call({ kind: 'run', session, inputs: feeds }, buffers)
    },
    read: () => connection.call({ kind: 'read', session }),
    time: (inputs, runs, warmup) => connection.call({ kind: 'time', session, inputs, runs, warmup }),
    async close() {
      if (!connection.ended) await connection.call({ kind: 'close', session })
    },
  }
}

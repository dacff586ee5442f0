import { env, InferenceSession, Tensor as RuntimeTensor } from 'onnxruntime-node'
import { zeros, type DType, type Tensor } from '../types/tensor.js'
import type { Feeds, Session } from './engine.js'
import { checkFeeds, checkState, dtypeOfRuntime, runtimeType, type Signature } from './feeds.js'
import type { Model } from './program.js'
import { isQuiet } from './quiet.js'
import { Turns } from './turns.js'

export const runtimeVersion = (): string => env.versions.node ?? 'unknown'

/**
 * Measured on 2 cores: one thread pool inside operators, nodes one after the other, the arena on. A memory pattern (one
 * block for all values of a run) is no faster, and keeps a fifth to a third more. Between operators threads sleep, or, where `spins` says so, spin for as long as the next one takes to come:
 * a fifth faster on a quiet machine, and far slower on a busy one. The numbers are the same.
 */
const sessionOptions = (threads: number, spins: boolean): InferenceSession.SessionOptions => ({
  executionProviders: ['cpu'],
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  enableCpuMemArena: true,
  enableMemPattern: false,
  graphOptimizationLevel: 'all',
  // What fails is thrown, with the same words: nothing is written to the terminal beside it.
  logSeverityLevel: 4,
  extra: { session: { intra_op: spins ? { allow_spinning: '1', spin_duration_us: '100' } : { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } },
})

/** Both buffers of one piece of state: a run reads `current` and writes `next`, then they change places. */
interface Slot {
  readonly input: string
  readonly output: string
  current: Held
  next: Held
}

/** Memory seen by both sides: our typed array, wrapped once for the runtime. */
interface Held {
  readonly tensor: Tensor
  readonly runtime: RuntimeTensor
}

const wrap = (tensor: Tensor): RuntimeTensor => new RuntimeTensor(runtimeType(tensor.dtype), tensor.data, tensor.shape)

const hold = (tensor: Tensor): Held => ({ tensor, runtime: wrap(tensor) })

const bytesOf = (data: ArrayBufferView): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, data.byteLength)

const copyInto = (target: Tensor, source: Tensor): void => bytesOf(target.data).set(bytesOf(source.data))

function copyOf<D extends DType>(tensor: Tensor<D>): Tensor<D> {
  const copy = zeros(tensor.dtype, tensor.shape)
  copyInto(copy, tensor)
  return copy
}

/** The runtime's memory is its own: what leaves the session is a copy. */
function unwrap(name: string, { type, dims, data }: RuntimeTensor): Tensor {
  if (!ArrayBuffer.isView(data)) throw new Error(`output \`${name}\` holds ${type} values, which the engine does not give`)
  const tensor = zeros(dtypeOfRuntime(type, name), [...dims])
  bytesOf(tensor.data).set(bytesOf(data))
  return tensor
}

function signature(metadata: readonly InferenceSession.ValueMetadata[]): Signature {
  return new Map(
    metadata.map((value, index) => {
      if (!value.isTensor) throw new Error(`\`${value.name}\` is not a tensor`)
      // An axis without a name takes any size, of its own.
      const shape = value.shape.map((dim, axis) => (dim === '' ? `?${index}.${axis}` : dim))
      return [value.name, { dtype: dtypeOfRuntime(value.type, value.name), shape }]
    }),
  )
}

/** Surrounds each call into native code. */
export type Around = <T>(work: () => Promise<T>) => Promise<T>

export interface OpenOptions {
  /** Surrounds each call into native code. */
  readonly around?: Around
  /** Whether threads spin; by default, those of train steps do where the machine is quiet. */
  readonly spins?: boolean
  /** Further settings of the runtime. */
  readonly runtime?: InferenceSession.SessionOptions
}

/** Loads a model into ONNX Runtime, in this thread. */
export async function openSession({ model, threads, state }: Model, options: OpenOptions = {}): Promise<Session> {
  const { around = (work) => work(), spins = threads > 1 && state.length > 0 && (await isQuiet(threads)), runtime } = options
  const session = await around(() => InferenceSession.create(model, { ...sessionOptions(threads, spins), ...runtime }))
  try {
    return new RuntimeSession(session, state, around)
  } catch (error) {
    await around(() => session.release())
    throw error
  }
}

class RuntimeSession implements Session {
  readonly #session: InferenceSession
  readonly #around: Around
  readonly #slots: readonly Slot[]
  readonly #kept: ReadonlySet<string>
  readonly #fed: Signature
  readonly #results: readonly string[]
  readonly #turns = new Turns()

  constructor(session: InferenceSession, state: Model['state'], around: Around) {
    const [inputs, outputs] = [signature(session.inputMetadata), signature(session.outputMetadata)]
    this.#session = session
    this.#around = around
    this.#slots = state.map(({ input, output, initial }) => {
      const type = inputs.get(input)
      if (type === undefined || !outputs.has(output)) {
        throw new Error(`state \`${input}\` → \`${output}\` names no input or no output of the model`)
      }
      checkState(input, initial, type)
      return {
        input,
        output,
        current: hold(copyOf(initial)),
        next: hold(zeros(initial.dtype, initial.shape)),
      }
    })
    this.#kept = new Set(state.map(({ input }) => input))
    this.#fed = new Map([...inputs].filter(([name]) => !this.#kept.has(name)))
    const carried = new Set(state.map(({ output }) => output))
    this.#results = [...outputs.keys()].filter((name) => !carried.has(name))
  }

  run(inputs: Feeds): Promise<Feeds> {
    return this.#turns.take(async () => {
      checkFeeds(inputs, this.#fed, this.#kept)
      const results = await this.#once(this.#feeds(inputs))
      for (const slot of this.#slots) [slot.current, slot.next] = [slot.next, slot.current]
      const copies: [string, Tensor][] = []
      for (const name of this.#results) {
        const result = results[name]
        if (result !== undefined) copies.push([name, unwrap(name, result)])
      }
      return Object.fromEntries(copies)
    })
  }

  read(): Promise<Feeds> {
    return this.#turns.take(async () =>
      Object.fromEntries(this.#slots.map(({ input, current }) => [input, copyOf(current.tensor)])),
    )
  }

  /** State stays as it is: what the runs compute for it is not taken over. */
  time(inputs: Feeds, runs: number, warmup: number): Promise<readonly number[]> {
    return this.#turns.take(async () => {
      checkFeeds(inputs, this.#fed, this.#kept)
      const feeds = this.#feeds(inputs)
      const times: number[] = []
      for (let index = 0; index < warmup + runs; index++) {
        const start = performance.now()
        await this.#once(feeds)
        if (index >= warmup) times.push(performance.now() - start)
      }
      return times
    })
  }

  close(): Promise<void> {
    return this.#turns.close(() => this.#around(() => this.#session.release()))
  }

  #feeds(inputs: Feeds): Record<string, RuntimeTensor> {
    const feeds: Record<string, RuntimeTensor> = {}
    for (const [name, tensor] of Object.entries(inputs)) feeds[name] = wrap(tensor)
    for (const { input, current } of this.#slots) feeds[input] = current.runtime
    return feeds
  }

  /** One run; the next state is written into the buffers that wait for it, other outputs are allocated. */
  #once(feeds: Record<string, RuntimeTensor>): Promise<InferenceSession.ReturnType> {
    const fetches: Record<string, RuntimeTensor | null> = {}
    for (const name of this.#results) fetches[name] = null
    for (const { output, next } of this.#slots) fetches[output] = next.runtime
    return this.#around(() => this.#session.run(feeds, fetches))
  }
}

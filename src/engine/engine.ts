import type { Graph, Weights } from '../ir/graph.js'
import type { Tensor } from '../types/tensor.js'

/** Named tensors, in or out of a graph. */
export type Feeds = Readonly<Record<string, Tensor>>

/** A graph made ready to run, with what it keeps between runs. */
export interface Program {
  readonly graph: Graph
  /** Values of the graph's parameters that never change; parameters not named here must be state. */
  readonly weights: Weights
  /**
   * What is carried from run to run: an input or parameter of the graph, the output that holds its next
   * value, and its first value. Buffers are allocated once and swapped.
   */
  readonly state?: readonly StateSlot[]
}

export interface StateSlot {
  /** Name of a graph input or parameter. */
  readonly input: string
  /** Name of the graph output that becomes the input of the next run. */
  readonly output: string
  readonly initial: Tensor
}

export interface RunOptions {
  /** The caller gives its input buffers away: they may be moved to the engine's thread and be empty afterwards. */
  readonly give?: boolean
}

/** A loaded program. Runs are sequential: one call at a time. */
export interface Session {
  /** Runs once; takes the inputs that are not state, gives the outputs that are not state. */
  run(inputs: Feeds, options?: RunOptions): Promise<Feeds>
  /** Copies of the state as it stands, by input name. */
  read(): Promise<Feeds>
  /** Milliseconds of each of `runs` runs after `warmup` ones, measured beside the engine. */
  time(inputs: Feeds, runs: number, warmup: number): Promise<readonly number[]>
  close(): Promise<void>
}

export interface EngineOptions {
  readonly threads: number
}

/** Runs graphs. The ONNX Runtime engine lives in a worker thread, so that a run never blocks the caller. */
export interface Engine {
  readonly name: string
  /** Version of the runtime underneath. */
  readonly version: string
  load(program: Program): Promise<Session>
  /** Opens an emitted model file, as any user of the file would. */
  open(model: Uint8Array, options?: Partial<EngineOptions>): Promise<Session>
  close(): Promise<void>
}

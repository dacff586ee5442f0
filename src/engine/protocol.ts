import type { Tensor } from '../types/tensor.js'
import type { Feeds } from './engine.js'
import type { Model } from './program.js'

/** What is asked of the worker. Sessions are numbered by the asking side. */
export type Request =
  | { readonly kind: 'hello' }
  | { readonly kind: 'open'; readonly session: number; readonly model: Model }
  | { readonly kind: 'run'; readonly session: number; readonly inputs: Feeds }
  | { readonly kind: 'read'; readonly session: number }
  | { readonly kind: 'time'; readonly session: number; readonly inputs: Feeds; readonly runs: number; readonly warmup: number }
  | { readonly kind: 'close'; readonly session: number }
  /** Closes all sessions and ends the worker. */
  | { readonly kind: 'end' }

/** What each kind of request is answered with. */
export interface Answers {
  readonly hello: string
  readonly open: undefined
  readonly run: Feeds
  readonly read: Feeds
  readonly time: readonly number[]
  readonly close: undefined
  readonly end: undefined
}

export type Call = Request & { readonly id: number }
export type Reply =
  | { readonly id: number; readonly value: Answers[keyof Answers] }
  | { readonly id: number; readonly error: Error }

/**
 * Feeds made ready to be sent, and the buffers to hand over. With `give` a tensor that owns its whole
 * buffer is moved and empty afterwards; all others are copied once.
 */
export function pack(feeds: Feeds, give: boolean): { readonly feeds: Feeds; readonly buffers: ArrayBuffer[] } {
  const buffers = new Set<ArrayBuffer>()
  const move = (tensor: Tensor): Tensor => {
    const { buffer, byteLength } = tensor.data
    const owned = give && buffer instanceof ArrayBuffer && buffer.byteLength === byteLength && !buffers.has(buffer)
    const data = owned ? tensor.data : tensor.data.slice()
    if (data.buffer instanceof ArrayBuffer) buffers.add(data.buffer)
    return { dtype: tensor.dtype, shape: tensor.shape, data }
  }
  const moved = Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, move(tensor)]))
  return { feeds: moved, buffers: [...buffers] }
}

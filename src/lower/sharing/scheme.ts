import type { TypedShare } from '../../check/typed.js'
import type { ValueId } from '../../ir/graph.js'

/** What a scheme builds representations with. */
export interface SharingContext {
  /**
   * The share's expression as task `task` sees it, with its weights renamed where that is wanted. The same `rename` result
   * gives the same weights.
   */
  evaluate(share: TypedShare, task: string, rename?: (path: string) => string): ValueId
}

/** Decides what a shared representation is inside a task. */
export interface SharingScheme {
  readonly name: string
  readonly doc: string
  readonly source: string
  /** Whether tasks see different values; if not, the value is built once. */
  readonly perTask: boolean
  lower(share: TypedShare, task: string, context: SharingContext): ValueId
}

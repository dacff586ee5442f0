import type { TypedMethod } from '../../check/typed.js'

/** An average of the weights over the updates, kept beside them: a ← a + blend · (θ − a) after each update. */
export interface Average {
  readonly name: string
  readonly doc: string
  readonly source: string
  /** How much update `step` (from 1) moves the average towards the new weights, more than 0 and at most 1. */
  blend(method: TypedMethod, step: number): number
}

/** The name of a parameter's average in the step graph. */
export const averageName = (parameter: string): string => `average:${parameter}`

/** What a balancing method is told of the tasks. Order is the model's task order throughout. */
export interface BalanceTask {
  readonly name: string
  /** The task's `weight` in the file, 1 by default. */
  readonly weight: number
  readonly kind: 'classification' | 'regression'
}

/** What one step measured. */
export interface Observed {
  readonly losses: readonly number[]
  /** False for a task that had no target in the batch: its loss then says nothing. Absent: all had. */
  readonly present?: readonly boolean[]
  /** T×T Gramian of the tasks' gradients on shared weights, for methods that need it. */
  readonly gramian?: readonly (readonly number[])[]
}

/** State of a method: JSON, so that a checkpoint holds it. */
export type BalanceState = Readonly<Record<string, readonly number[]>>

/** The checker fills the defaults. */
export type BalanceParameters = Readonly<Record<string, number>>

export function parameter(parameters: BalanceParameters, name: string): number {
  const value = parameters[name]
  if (value === undefined) throw new Error(`the balancing method lacks its parameter ${name}`)
  return value
}

/**
 * A balancing method: α in L = Σ αᵢ Lᵢ. Pure: the step asks for the weights, runs, and hands what it
 * observed to `update`.
 */
export interface Balance {
  readonly name: string
  readonly doc: string
  /** Where the formula stands. */
  readonly source: string
  /** Names of the method's parameters. */
  readonly parameters: readonly string[]
  /** `nothing`: weights follow from the state alone, one backward pass. Others are for methods that come later. */
  readonly needs: 'nothing' | 'losses' | 'gramian' | 'gradients'
  init(tasks: readonly BalanceTask[], parameters: BalanceParameters): BalanceState
  weights(tasks: readonly BalanceTask[], state: BalanceState, parameters: BalanceParameters): readonly number[]
  update(tasks: readonly BalanceTask[], state: BalanceState, observed: Observed, parameters: BalanceParameters): BalanceState
}

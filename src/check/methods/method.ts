/** Methods that settings name, as tables: what there is, with which parameters, and whether this version runs it. */
import type { StaticValue } from '../typed.js'

export interface MethodParameter {
  /**
   * `epochs` and `stretch` are lengths of training: epochs, or epochs or steps; a number by itself is epochs.
   * A list of words is one of them. `metric` is `accuracy` or `left.accuracy`.
   */
  readonly type: 'int' | 'float' | 'bool' | 'epochs' | 'stretch' | 'metric' | readonly string[]
  /** Absent: the method decides what happens without it, and it is left out of the arguments. */
  readonly default?: StaticValue
  readonly required?: boolean
  /** Bounds, included unless `open`. */
  readonly least?: number
  readonly most?: number
  readonly open?: 'least' | 'most' | 'both'
}

export interface MethodSpec {
  readonly implemented: boolean
  readonly parameters: Readonly<Record<string, MethodParameter>>
}

export type Methods<S extends MethodSpec = MethodSpec> = ReadonlyMap<string, S>

/** Named by the language, and not carried out yet: its parameters are checked when it is. */
export const later: MethodSpec = { implemented: false, parameters: {} }

export const laterAll = (...names: readonly string[]): readonly (readonly [string, MethodSpec])[] => names.map((name) => [name, later] as const)

export const epochs = (value: number): StaticValue => ({ dimension: 'epochs', value })

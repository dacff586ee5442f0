/** Methods that settings name, as tables: what there is, with which parameters, and whether this version runs it. */
import type { StaticValue } from '../typed.js'

/** One of these words. */
export type Words = readonly string[]

type One = 'int' | 'float' | 'stretch' | 'column'

/** A list of values in brackets, or one of the words `or`. */
export interface ListOf {
  readonly list: One
  readonly or?: Words
}

export interface MethodParameter {
  /** One line, for hover and completion. */
  readonly doc: string
  /**
   * `epochs` and `stretch` are lengths of training: epochs, or epochs or steps; a number by itself is epochs.
   * `metric` is `accuracy` or `left.accuracy`; `column` is a name of the data, bare or in quotes.
   */
  readonly type: One | 'bool' | 'epochs' | 'metric' | Words | ListOf
  /** Absent: the method decides what happens without it, and it is left out of the arguments. */
  readonly default?: StaticValue
  readonly required?: boolean
  /** Bounds, included unless `open`; of a list, those of each value. */
  readonly least?: number
  readonly most?: number
  readonly open?: 'least' | 'most' | 'both'
  /** This version runs the method, but with no other value than the default. */
  readonly later?: true
}

/** What a value has to be, wherever it is written. */
export type Setting = Omit<MethodParameter, 'doc'>

export type Arguments = Readonly<Record<string, StaticValue>>

export interface MethodSpec {
  /** One line, for hover and completion: what it does, and where it was published. */
  readonly doc: string
  /** False: it is checked like any other, and then reported as one that cannot be run yet. */
  readonly implemented: boolean
  readonly parameters: Readonly<Record<string, MethodParameter>>
  /** What is wrong with arguments that are each sound by themselves; undefined where nothing is. */
  readonly conflict?: (given: Arguments) => string | undefined
}

export type Methods<S extends MethodSpec = MethodSpec> = ReadonlyMap<string, S>

export const table = <S extends MethodSpec>(methods: Readonly<Record<string, S>>): Methods<S> => new Map(Object.entries(methods))

type Range = Pick<MethodParameter, 'least' | 'most' | 'open'>
type Default<T> = T | undefined

export const positive: Range = { least: 0, open: 'least' }
export const notNegative: Range = { least: 0 }
export const share: Range = { least: 0, most: 1 }
export const belowOne: Range = { least: 0, most: 1, open: 'most' }
export const within: Range = { least: 0, most: 1, open: 'both' }
export const count: Range = { least: 1 }

const parameter = (type: MethodParameter['type'], doc: string, value: Default<StaticValue>, range: Range = {}): MethodParameter =>
  ({ type, doc, ...(value === undefined ? {} : { default: value }), ...range })

export const float = (doc: string, value: Default<number>, range?: Range): MethodParameter => parameter('float', doc, value, range)
export const int = (doc: string, value: Default<number>, range?: Range): MethodParameter => parameter('int', doc, value, range)
export const flag = (doc: string, value: boolean): MethodParameter => parameter('bool', doc, value)
export const word = (doc: string, words: Words, value: Default<string>): MethodParameter => parameter(words, doc, value)
export const metric = (doc: string): MethodParameter => parameter('metric', doc, undefined)

export const epochs = (value: number): StaticValue => ({ dimension: 'epochs', value })
export const steps = (value: number): StaticValue => ({ dimension: 'steps', value })
/** Whole epochs. */
export const epochsOf = (doc: string, value: number, range: Range = notNegative): MethodParameter => parameter('epochs', doc, epochs(value), range)
/** A length of training in epochs or steps. */
export const stretch = (doc: string, value: StaticValue, range: Range = positive): MethodParameter => parameter('stretch', doc, value, range)

export const list = (of: ListOf['list'], doc: string, range?: Range, or?: Words): MethodParameter =>
  parameter({ list: of, ...(or === undefined ? {} : { or }) }, doc, undefined, range)

export const required = (of: MethodParameter): MethodParameter => ({ ...of, required: true })
/** A parameter of a method that runs, whose other values this version cannot run. */
export const later = (of: MethodParameter): MethodParameter => ({ ...of, later: true })

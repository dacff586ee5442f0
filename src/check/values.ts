/** What expressions evaluate to: static values, tensors of the model, and blocks that wait to be applied. */
import type { Diagnostic, Span } from '../diagnostics/diagnostic.js'
import type { BlockDeclaration } from '../syntax/ast.js'
import { constant, constantOf, formatDimension, type Dimension } from '../types/dimension.js'
import { decide, type Fact } from '../types/fact.js'
import type { Quantity } from '../types/field.js'
import { formatType } from '../types/tensor.js'
import { plainQuantity, type ExactQuantity } from '../types/units.js'
import type { Module } from './module.js'
import type { Naming } from './naming.js'
import type { StaticValue, TypedExpression } from './typed.js'

export interface NumberValue {
  readonly kind: 'number'
  readonly value: number
  readonly integer: boolean
}

export interface ListValue {
  readonly kind: 'list'
  readonly items: readonly Value[]
}

export interface RecordValue {
  readonly kind: 'record'
  readonly fields: ReadonlyMap<string, Value>
  /** What reads a field is told where it may not be read there. */
  readonly refused?: (field: string, at: Span) => Diagnostic | undefined
}

export interface TensorValue {
  readonly kind: 'tensor'
  readonly expression: TypedExpression
  /** Of codes, one more than the highest: the size of an embedding table over them. */
  readonly vocabulary?: number
  /** 1 where the codes are of something and 0 where they are padding, for inputs that are padded. */
  readonly mask?: TypedExpression
}

/** A block with some of its parameters bound. */
export interface BlockValue {
  readonly kind: 'block'
  readonly declaration: BlockDeclaration
  /** Where it was declared: names in its body are those of this module. */
  readonly module: Module
  readonly bound: ReadonlyMap<string, { readonly value: Value; readonly span: Span }>
  /** Its weights: two applications of one identity share them. */
  readonly identity: Identity
}

/** The place where a block value was written; its path is settled when it is first applied. */
export interface Identity {
  readonly scope: Naming
  path?: string
}

/** Stages that are applied one after the other: `repeat(n) B`, or a list of blocks after `|>`. */
export interface ChainValue {
  readonly kind: 'chain'
  readonly stages: readonly Value[]
  /** Its one stage is applied as often as is known only where the block around is applied. */
  readonly open?: boolean
}

/** An int that is known only where the block around is applied: a formula over the names of its signature. */
export interface SymbolicValue {
  readonly kind: 'symbolic'
  readonly dimension: Dimension
}

/** A bool that is known only there. */
export interface ConditionValue {
  readonly kind: 'condition'
  readonly fact: Fact
}

/** Any other value that is known only there, by its type: `float`, `string`, `block`; `any` where not even that is known. */
export interface OpenValue {
  readonly kind: 'open'
  readonly type: 'float' | 'string' | 'block' | 'any'
}

/** A list that is known only there: its length, and what stands for each of its items. */
export interface SeriesValue {
  readonly kind: 'series'
  readonly element: Value
  readonly length: Dimension
  /** The parameter that it is, for its members: `widths.last`. */
  readonly name?: string
}

export type Value =
  | NumberValue
  | SymbolicValue
  | ConditionValue
  | OpenValue
  | SeriesValue
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'quantity'; readonly quantity: ExactQuantity }
  | ListValue
  | RecordValue
  | TensorValue
  | BlockValue
  | ChainValue
  /** Something was wrong and has been reported: what is made of it is not reported again. */
  | { readonly kind: 'error' }

export const failed: Value = { kind: 'error' }

export const integer = (value: number): NumberValue => ({ kind: 'number', value, integer: true })
export const float = (value: number): NumberValue => ({ kind: 'number', value, integer: false })
export const tensor = (expression: TypedExpression): TensorValue => ({ kind: 'tensor', expression })

/** The int that a dimension is. */
export function ofDimension(dimension: Dimension): NumberValue | SymbolicValue {
  const value = constantOf(dimension)
  return value === undefined ? { kind: 'symbolic', dimension } : integer(value)
}

/** The dimension that an int is. */
export function dimensionOf(value: Value | undefined): Dimension | undefined {
  if (value?.kind === 'symbolic') return value.dimension
  return isInteger(value) ? constant(value.value) : undefined
}

/** The bool that a fact is. */
export function ofFact(fact: Fact): Value {
  const value = decide(fact)
  return value === undefined ? { kind: 'condition', fact } : { kind: 'boolean', value }
}

export const isInteger = (value: Value | undefined): value is NumberValue => value?.kind === 'number' && value.integer

/** Whether a value is one number, known or not: among tensors, a scalar. */
export const isScalar = (value: Value): boolean => value.kind === 'number' || value.kind === 'symbolic' || (value.kind === 'open' && value.type === 'float')

/** Whether a value holds tensors: an argument that makes a call an application. */
export function holdsTensors(value: Value): boolean {
  if (value.kind === 'tensor' || value.kind === 'error') return true
  if (value.kind === 'list') return value.items.some(holdsTensors)
  if (value.kind === 'series') return holdsTensors(value.element)
  return value.kind === 'record' && [...value.fields.values()].some(holdsTensors)
}

/** Dimensions that nobody named are told by a question mark. */
export const shownDimension = (dimension: Dimension): string => formatDimension(dimension).replaceAll(/\?\d+/g, '?')

const dimensionNames: Record<Quantity['dimension'], string> = {
  size: 'a size', time: 'a time', epochs: 'a number of epochs', steps: 'a number of steps', ratio: 'a share', points: 'points', count: 'a count',
}

/** A value as messages call it. */
export function describe(value: Value): string {
  switch (value.kind) {
    case 'number': return value.integer ? `the int ${value.value}` : `the float ${value.value}`
    case 'boolean': return `the bool ${value.value}`
    case 'string': return `the string ${JSON.stringify(value.value)}`
    case 'quantity': return dimensionNames[value.quantity.dimension]
    case 'list': return value.items.length === 0 ? 'an empty list' : `a list of ${value.items.length} values, the first ${describe(value.items[0] ?? failed)}`
    case 'record': return `a record of ${[...value.fields.keys()].map((name) => `\`${name}\``).join(', ')}`
    case 'tensor': return formatType(value.expression.type)
    case 'block': return `the block \`${value.declaration.name.text}\``
    case 'chain': return 'a stack of blocks'
    case 'symbolic': return `the int \`${shownDimension(value.dimension)}\``
    case 'condition': return 'a bool'
    case 'open': return value.type === 'any' ? 'a value' : `a ${value.type}`
    case 'series': return `a list, each of ${describe(value.element)}`
    case 'error': return 'a value with an error'
  }
}

/** As later stages read it; undefined for tensors and blocks. */
export function toStatic(value: Value): StaticValue | undefined {
  switch (value.kind) {
    case 'number':
    case 'boolean':
    case 'string': return value.value
    case 'quantity': return plainQuantity(value.quantity)
    case 'list': {
      const items = value.items.map(toStatic)
      return items.every((item) => item !== undefined) ? items : undefined
    }
    default: return undefined
  }
}

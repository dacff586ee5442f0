/** What expressions evaluate to: static values, tensors of the model, and blocks that wait to be applied. */
import type { Span } from '../diagnostics/diagnostic.js'
import type { BlockDeclaration } from '../syntax/ast.js'
import type { Quantity } from '../types/field.js'
import { formatType } from '../types/tensor.js'
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
}

export interface TensorValue {
  readonly kind: 'tensor'
  readonly expression: TypedExpression
  /** Size of an embedding table over the codes, for inputs that have codes. */
  readonly vocabulary?: number
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
}

export type Value =
  | NumberValue
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'quantity'; readonly quantity: Quantity }
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

export const isInteger = (value: Value | undefined): value is NumberValue => value?.kind === 'number' && value.integer

/** Whether a value holds tensors: an argument that makes a call an application. */
export function holdsTensors(value: Value): boolean {
  if (value.kind === 'tensor' || value.kind === 'error') return true
  if (value.kind === 'list') return value.items.some(holdsTensors)
  return value.kind === 'record' && [...value.fields.values()].some(holdsTensors)
}

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
    case 'error': return 'a value with an error'
  }
}

/** As later stages read it; undefined for tensors and blocks. */
export function toStatic(value: Value): StaticValue | undefined {
  switch (value.kind) {
    case 'number':
    case 'boolean':
    case 'string': return value.value
    case 'quantity': return value.quantity
    case 'list': {
      const items = value.items.map(toStatic)
      return items.every((item) => item !== undefined) ? items : undefined
    }
    default: return undefined
  }
}

/** Names in reach of an expression: local ones, then the module's, then the core library's. */
import type { Module } from './module.js'
import type { Naming } from './naming.js'
import type { Value } from './values.js'

/** A local name: its value, or how to come by it where it is read (names of a model may be used above their line). */
export type Local = Value | (() => Value)

export interface Scope {
  readonly module: Module
  readonly locals: Map<string, Local>
  readonly outer?: Scope
  /** Where weights that are made here are named. */
  readonly naming: Naming
  /** What the names here belong to, for messages: `model Digits`, `block Residual`. */
  readonly where: string
  /** Names of the bodies around that are declared further down. */
  readonly later?: readonly ReadonlySet<string>[]
}

export const inner = (outer: Scope, naming = outer.naming): Scope => ({ ...outer, outer, naming, locals: new Map() })

/** The same names, with weights named elsewhere. */
export const named = (scope: Scope, naming: Naming): Scope => ({ ...scope, naming })

export function findLocal(scope: Scope, name: string): Local | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    const found = at.locals.get(name)
    if (found !== undefined) return found
  }
  return undefined
}

export function localNames(scope: Scope): readonly string[] {
  const names: string[] = []
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) names.push(...at.locals.keys())
  return names
}

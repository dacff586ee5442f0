/** What a completion offers, and what is known where it is asked for. */
import { CompletionItemKind, type TextEdit } from 'vscode-languageserver/node'
import type { Host } from '../../host/host.js'
import type { Module } from '../../check/module.js'
import type { DataDeclaration } from '../../syntax/ast.js'
import type { Library } from '../library.js'
import type { Snapshot } from '../snapshot.js'
import type { Place } from './place.js'

export interface Offer {
  readonly label: string
  readonly kind: CompletionItemKind
  /** A few words beside the label: a type, a default. */
  readonly detail?: string
  readonly doc?: string
  /** What is written, where it is not the label; `$1` and `${1:x}` are places to fill in where `isSnippet`. */
  readonly text?: string
  readonly isSnippet?: boolean
  /** Offers of a lower rank come first. 0 by default. */
  readonly rank?: number
  /** Such as the import that the name needs. */
  readonly edits?: readonly TextEdit[]
  /** Named by the language, and not run by this version. */
  readonly later?: boolean
}

/** The names of columns in a data set's sources; empty where they cannot be read, or not soon enough. */
export type Columns = (declaration: DataDeclaration, file: string) => Promise<readonly Column[]>

export interface Column {
  readonly name: string
  readonly type: string
}

export interface Asked {
  readonly snapshot: Snapshot
  readonly place: Place
  readonly offset: number
  /** The file as it was last read: what it declares and imports. */
  readonly module: Module
  readonly library: Library
  readonly host: Host
  readonly columns: Columns
  /** Types of names, as far as the checker came: shown beside them. */
  readonly typeOf: (name: string) => string | undefined
  /** Members of the value that a name stands for, as far as the checker came. */
  readonly membersOf: (name: string) => readonly { readonly name: string; readonly type: string }[]
  /** Paths of the weights of a model, as far as the checker came. */
  readonly weightsOf: (model: string) => readonly string[]
}

/** A kind of offers: none where the place is not its own. */
export type Provider = (asked: Asked) => readonly Offer[] | Promise<readonly Offer[]>

export const keyword = (label: string, doc?: string, more: Partial<Offer> = {}): Offer =>
  ({ label, kind: CompletionItemKind.Keyword, ...(doc === undefined ? {} : { doc }), ...more })

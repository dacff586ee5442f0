/** One document as it stands: what every feature is given. */
import { TextDocument } from 'vscode-languageserver-textdocument'
import type { Parsed } from '../syntax/parse.js'

export interface Snapshot {
  readonly path: string
  readonly uri: string
  readonly text: string
  readonly document: TextDocument
  readonly parsed: Parsed
}

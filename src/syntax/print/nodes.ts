/** How the files of this folder call each other: by kind of node, through the printers that the file's printer puts together. */
import type * as ast from '../ast.js'
import type { Cursor, Doc } from './cursor.js'

/** Laid out once it is known how many columns behind its line's indentation it begins. */
export type Placed = (column: number) => Doc

/** `{ … }` of a body or a record: on one line or on several. */
export interface Braced {
  /** It takes several lines in any case. */
  readonly forced: boolean
  /** On several lines; on one, or broken within its items; or as there is room. */
  readonly lay: (how: 'open' | 'inline' | 'either') => Doc
}

/** What is printed where it is met within something else. */
export interface Printers {
  /** In brackets where it binds looser than `least`; `keep` leaves brackets that are not needed. */
  readonly expression: (printing: Printing, node: ast.Expression, least?: number, keep?: boolean) => Placed
  readonly type: (printing: Printing, node: ast.TypeExpression) => Placed
  readonly body: (printing: Printing, node: ast.Body) => Braced
}

export interface Printing extends Printers {
  readonly cursor: Cursor
}

/** Places in texts as the protocol counts them: lines and UTF-16 columns from 0. The document counts what the editor sent, a byte order mark included. */
import type { Range } from 'vscode-languageserver/node'
import type { TextDocument } from 'vscode-languageserver-textdocument'

interface Stretch {
  readonly start: number
  readonly end: number
}

export const toRange = (document: TextDocument, { start, end }: Stretch): Range => ({
  start: document.positionAt(start),
  end: document.positionAt(Math.max(start, end)),
})

/** Whether a place is in a stretch or at one of its ends, as a cursor is. */
export const touches = ({ start, end }: Stretch, offset: number): boolean => start <= offset && offset <= end

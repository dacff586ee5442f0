/** The document as `mtlc fmt` lays it out. */
import type { TextEdit } from 'vscode-languageserver/node'
import { differenceOf } from '../difference.js'
import { toRange } from '../ranges.js'
import type { Snapshot } from '../snapshot.js'

/**
 * One edit of what differs, so that the cursor stays where it is; none where nothing does, or where the text has errors in its
 * syntax. The layout is that of the project's files, whatever indentation the editor would like.
 */
export async function formatting({ text, path, document }: Snapshot): Promise<readonly TextEdit[]> {
  // Loaded when it is first asked for: it brings the printer of Prettier along.
  const { format } = await import('../../syntax/format.js')
  const formatted = format(text, path)
  if (!('text' in formatted) || formatted.text === text || document.getText() !== text) return []
  const { start, end, text: newText } = differenceOf(text, formatted.text)
  return [{ range: toRange(document, { start, end }), newText }]
}

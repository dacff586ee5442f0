import type { GraphCost } from '../../ir/cost.js'
import { formatShortCount } from '../format.js'
import type { Box, Drawing } from './drawing.js'

/** `24.0k params · 1.54M MACs`; empty for what costs nothing. */
export const figures = ({ params, macs }: GraphCost): string =>
  [...(params > 0 ? [`${formatShortCount(params)} params`] : []), ...(macs > 0 ? [`${formatShortCount(macs)} MACs`] : [])].join(' · ')

/** The ops of a box where its title does not say them: `conv_1` is a conv, `stem` is not; `conv → relu → … (9)` where they are many. */
export function opsLabel({ kind, title, ops }: Box): string {
  if (kind === 'output') return 'prediction'
  if (kind === 'input') return ops.length > 0 ? 'input, normalised' : 'input'
  if (ops.every((op) => title.replace(/_\d+$/, '').replaceAll('_', '') === op.replaceAll('_', ''))) return ''
  return ops.length <= 3 ? ops.join(' → ') : `${ops.length} ops`
}

/** The lines of a box below its title. */
export const boxLines = (box: Box): readonly string[] => [opsLabel(box), box.output, figures(box)].filter((line) => line !== '')

/** The line below the picture's title. */
export const subtitle = ({ doc, total }: Drawing): string => [...(doc === undefined ? [] : [doc.split('\n')[0] ?? '']), figures(total)].filter((line) => line !== '').join(' — ')

export const escapeXml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character] ?? '&quot;')

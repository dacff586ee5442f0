/** Paths of imports, to be followed. */
import type { DocumentLink } from 'vscode-languageserver/node'
import type { Host } from '../../host/host.js'
import { toRange } from '../ranges.js'
import type { Snapshot } from '../snapshot.js'
import { uriOf } from '../uris.js'

export function documentLinks({ path, document, parsed }: Snapshot, host: Host): readonly DocumentLink[] {
  return parsed.file.declarations.flatMap((declaration): DocumentLink[] => {
    if (declaration.kind !== 'import') return []
    const target = host.resolve(declaration.from.value, path)
    if (target === undefined) return []
    const { start, end } = declaration.from.span
    return [{ range: toRange(document, { start: start + 1, end: end - 1 }), target: uriOf(target) }]
  })
}

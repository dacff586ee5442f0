/** Where a name is declared, in this file or another; and what an import leads to. */
import type { Location } from 'vscode-languageserver/node'
import type { Host } from '../../host/host.js'
import type { Analysis } from '../analysis.js'
import type { Locate } from '../diagnostics.js'
import { occurrenceAt } from '../occurrences.js'
import { touches } from '../ranges.js'

export function definition({ module, namesIn }: Analysis, offset: number, locate: Locate, host: Host): Location | undefined {
  const imported = module.file.declarations.find((declaration) => declaration.kind === 'import' && touches(declaration.from.span, offset))
  if (imported?.kind === 'import') {
    const path = host.resolve(imported.from.value, module.path)
    return path === undefined ? undefined : locate({ file: path, start: 0, end: 0 })
  }
  const occurrence = occurrenceAt(namesIn(offset, offset), offset)
  return occurrence === undefined ? undefined : locate(occurrence.meaning.name.span)
}

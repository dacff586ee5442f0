/** The edit that imports a name. */
import type { TextEdit } from 'vscode-languageserver/node'
import { toRange } from './ranges.js'
import type { Snapshot } from './snapshot.js'

/** Adds the name to an import of the module that is there, or an import below the last one, or above everything. */
export function importEdit({ document, text, parsed }: Snapshot, name: string, specifier: string): TextEdit {
  const insert = (at: number, newText: string): TextEdit => ({ range: toRange(document, { start: at, end: at }), newText })
  const imports = parsed.file.declarations.filter((declaration) => declaration.kind === 'import')
  const same = imports.find(({ from }) => from.value === specifier)
  const lastName = same?.names.at(-1)
  if (lastName !== undefined) return insert((lastName.alias ?? lastName.name).span.end, `, ${name}`)
  const end = text.includes('\r\n') ? '\r\n' : '\n'
  const line = `import { ${name} } from "${specifier}"`
  const last = imports.at(-1)
  if (last !== undefined) return insert(last.span.end, `${end}${line}`)
  return insert(startOfCode(text), `${line}${end}${end}`)
}

/** Where the first declaration begins, with the comments right above it; comments that a blank line parts from it stay at the top. */
function startOfCode(text: string): number {
  const head = /^\uFEFF?(?:[ \t]*(?:\/\/[^\r\n]*)?(?:\r\n|\n|\r)|\/\*[\s\S]*?\*\/)*/.exec(text)?.[0] ?? ''
  const blanks = [...head.matchAll(/(?:^|\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)/g)]
  const last = blanks.at(-1)
  return last === undefined ? (text.startsWith('\uFEFF') ? 1 : 0) : last.index + last[0].length
}

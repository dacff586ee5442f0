/** The outline of a file, and the names of all files. */
import { SymbolKind, type DocumentSymbol, type WorkspaceSymbol } from 'vscode-languageserver/node'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import type { Declaration, Name } from '../../syntax/ast.js'
import type { Parsed } from '../../syntax/parse.js'
import type { Span } from '../../diagnostics/diagnostic.js'
import { toRange } from '../ranges.js'
import type { Snapshot } from '../snapshot.js'

interface Symbol {
  readonly name: Name
  readonly kind: SymbolKind
  readonly span: Span
  readonly detail?: string
  readonly children: readonly Symbol[]
}

export function documentSymbols({ document, parsed, text }: Snapshot): readonly DocumentSymbol[] {
  const show = ({ name, kind, span, detail, children }: Symbol): DocumentSymbol => ({
    name: name.text,
    kind,
    range: toRange(document, span),
    selectionRange: toRange(document, name.span),
    ...(detail === undefined ? {} : { detail }),
    children: children.map(show),
  })
  return parsed.file.declarations.flatMap((declaration) => symbolsOf(declaration, text)).map(show)
}

/** Declarations whose names have the letters of the query, in their order. */
export function workspaceSymbols(query: string, files: Iterable<{ readonly uri: string; readonly document: TextDocument; readonly parsed: Parsed }>): readonly WorkspaceSymbol[] {
  const letters = query.toLowerCase()
  return [...files].flatMap(({ uri, document, parsed }) =>
    parsed.file.declarations
      .flatMap((declaration) => symbolsOf(declaration, document.getText()))
      .filter(({ name }) => isSubsequence(letters, name.text.toLowerCase()))
      .map(({ name, kind, span }): WorkspaceSymbol => ({ name: name.text, kind, location: { uri, range: toRange(document, span) } })),
  )
}

function isSubsequence(letters: string, of: string): boolean {
  let at = 0
  for (const letter of of) if (letter === letters[at]) at++
  return at >= letters.length
}

const leaf = (kind: SymbolKind, name: Name, span: Span, detail?: string): Symbol => ({ name, kind, span, ...(detail === undefined ? {} : { detail }), children: [] })

function symbolsOf(declaration: Declaration, text: string): readonly Symbol[] {
  const written = ({ span }: { readonly span: Span }): string => text.slice(span.start, span.end).replace(/\s+/g, ' ')
  const { span } = declaration
  switch (declaration.kind) {
    case 'import': return []
    case 'const': return [leaf(SymbolKind.Constant, declaration.name, span, written(declaration.value))]
    case 'type': return [leaf(SymbolKind.Interface, declaration.name, span, written(declaration.type))]
    case 'block': {
      const kind = declaration.statics === undefined ? SymbolKind.Function : SymbolKind.Class
      const children = (declaration.body?.statements ?? []).map((each) =>
        each.kind === 'let' ? leaf(SymbolKind.Variable, each.name, each.span) : leaf(SymbolKind.Field, each.name, each.span, written(each.type)),
      )
      return [{ name: declaration.name, kind, span, detail: declaration.extern ? 'extern block' : 'block', children }]
    }
    case 'data': {
      const children = declaration.settings.flatMap((each) =>
        each.kind === 'field' ? [leaf(SymbolKind.Field, each.name, each.span, `${each.role} ${written(each.type)}`)] : [],
      )
      return [{ name: declaration.name, kind: SymbolKind.Struct, span, detail: 'data', children }]
    }
    case 'model': {
      const children = declaration.statements.flatMap((each): Symbol[] => {
        if (each.kind === 'share') return [leaf(SymbolKind.Variable, each.name, each.span, `share ${written(each.scheme)}`)]
        if (each.kind === 'task') return [leaf(SymbolKind.Method, each.name, each.span, 'task')]
        return each.kind === 'let' ? [leaf(SymbolKind.Variable, each.name, each.span, 'let')] : []
      })
      return [{ name: declaration.name, kind: SymbolKind.Module, span, detail: `model on ${declaration.data.text}`, children }]
    }
    case 'train':
    case 'compress': {
      const name = { text: `${declaration.kind} ${declaration.model.text}`, span: declaration.model.span }
      return [leaf(SymbolKind.Event, name, span)]
    }
  }
}

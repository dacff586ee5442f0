/** What the standard library declares, for names that nothing in reach does. */
import type { Diagnostic, Edit, Span } from '../diagnostics/diagnostic.js'
import { suggest } from '../diagnostics/suggest.js'
import * as types from '../diagnostics/types.js'
import type { Host } from '../host/host.js'
import type { File, ImportDeclaration } from '../syntax/ast.js'
import type { Module } from './module.js'

/** Modules of the standard library that have to be imported. */
export const libraryModules: readonly string[] = ['std/heads', 'std/layers', 'std/mobile', 'std/segmentation', 'std/tabular', 'std/text', 'std/transformer', 'std/vision']

const declared = /^(?:block|const|type)\s+(\w+)/gm

/** Name → the module that declares it. Read only where a name is missing, and not parsed. */
function libraryNames(host: Host, from: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const specifier of libraryModules) {
    const path = host.resolve(specifier, from)
    const text = path === undefined ? undefined : host.readText(path)
    for (const [, name = ''] of text?.matchAll(declared) ?? []) if (!names.has(name)) names.set(name, specifier)
  }
  return names
}

/** Findings about names and modules that are not there, with what the library has for them. */
export function adviseLibrary(
  diagnostics: readonly Diagnostic[], modules: readonly Module[], sources: ReadonlyMap<string, string>, host: Host,
): readonly Diagnostic[] {
  let names: ReadonlyMap<string, string> | undefined
  return diagnostics.map((finding) => {
    const { code, span } = finding
    if (span === undefined || (code !== types.unknownName.code && code !== types.importNotFound.code)) return finding
    const module = modules.find(({ path, standard }) => path === span.file && !standard)
    if (module === undefined) return finding
    const text = sources.get(module.path) ?? ''
    const written = text.slice(span.start, span.end)
    if (code === types.importNotFound.code) return { ...finding, ...specifierAdvice(written.slice(1, -1), span) }
    if (!/^\w+$/.test(written)) return finding
    if (written === 'True' || written === 'False') return { ...finding, help: `write \`${written.toLowerCase()}\``, edits: [{ span, text: written.toLowerCase() }] }
    names ??= libraryNames(host, module.path)
    // What the library declares by just this name is meant rather than what only looks like it.
    const name = names.has(written) ? written : finding.help === undefined ? suggest(written, names.keys()) : undefined
    const specifier = name === undefined ? undefined : names.get(name)
    return name === undefined || specifier === undefined ? finding : { ...finding, ...importAdvice(module.file, span, written, name, specifier) }
  })
}

type Advice = Pick<Diagnostic, 'help' | 'edits'>

function specifierAdvice(specifier: string, span: Span): Advice {
  const meant = libraryModules.find((each) => each === `std/${specifier}`) ?? (specifier.startsWith('./') ? undefined : suggest(specifier, libraryModules))
  return meant === undefined ? {} : { help: `did you mean "${meant}"?`, edits: [{ span, text: JSON.stringify(meant) }] }
}

function importAdvice(file: File, span: Span, written: string, name: string, specifier: string): Advice {
  const imports = file.declarations.filter((declaration): declaration is ImportDeclaration => declaration.kind === 'import')
  if (imports.some((each) => each.span.start <= span.start && span.end <= each.span.end)) return { help: `\`${name}\` is declared in "${specifier}"` }
  const line = `import { ${name} } from "${specifier}"`
  const renamed: readonly Edit[] = name === written ? [] : [{ span, text: name }]
  const help = name === written ? `import it: \`${line}\`` : `did you mean \`${name}\`? It has to be imported: \`${line}\``
  return { help, edits: [importEdit(file, imports, name, specifier, line), ...renamed] }
}

/** Adds the name to the import of its module, or a line after the imports that there are. */
function importEdit({ path }: File, imports: readonly ImportDeclaration[], name: string, specifier: string, line: string): Edit {
  const at = (offset: number): Span => ({ file: path, start: offset, end: offset })
  const last = imports.find(({ from }) => from.value === specifier)?.names.at(-1)
  if (last !== undefined) return { span: at((last.alias ?? last.name).span.end), text: `, ${name}` }
  const before = imports.at(-1)
  return before === undefined ? { span: at(0), text: `${line}\n` } : { span: at(before.span.end), text: `\n${line}` }
}

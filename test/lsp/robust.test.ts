import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { askingOf } from '../../src/lsp/asking.js'
import { complete } from '../../src/lsp/completion/complete.js'
import { toShown } from '../../src/lsp/diagnostics.js'
import { codeActions } from '../../src/lsp/features/code-actions.js'
import { definition } from '../../src/lsp/features/definition.js'
import { foldingRanges } from '../../src/lsp/features/folding.js'
import { hover } from '../../src/lsp/features/hover.js'
import { inlayHints } from '../../src/lsp/features/inlay-hints.js'
import { highlights } from '../../src/lsp/features/references.js'
import { selectionRange } from '../../src/lsp/features/selection.js'
import { semanticTokens } from '../../src/lsp/features/semantic-tokens.js'
import { signatureHelp } from '../../src/lsp/features/signature-help.js'
import { documentSymbols } from '../../src/lsp/features/symbols.js'
import { libraryOf } from '../../src/lsp/library.js'
import type { Project } from '../../src/lsp/project.js'
import { memoryHost } from '../check/host.js'
import { analysisOf, opened } from './kit.js'

const digits = await readFile(new URL('../../examples/digits/digits.mtl', import.meta.url), 'utf8')
const library = libraryOf(memoryHost({}))

/** Everything that can be asked at a place. */
async function ask(project: Project, offset: number): Promise<void> {
  const { documents } = project
  const analysis = await analysisOf({}, project)
  const { snapshot, module, checked, linted } = analysis
  const findings = [...checked, ...linted()]
  const shown = findings.map((finding) => toShown(finding, snapshot.document, documents.locate))
  const position = snapshot.document.positionAt(offset)
  await complete(askingOf(analysis, offset, { library, host: documents.host, columns: () => Promise.resolve([]) }), true)
  hover(analysis, offset)
  definition(analysis, offset, documents.locate, documents.host)
  highlights(analysis, offset)
  signatureHelp(snapshot.text, offset, module)
  inlayHints(analysis, { start: 0, end: snapshot.text.length })
  codeActions(snapshot, { start: position, end: position }, { findings, shown }, documents)
  selectionRange(snapshot, offset)
  semanticTokens(snapshot)
  foldingRanges(snapshot)
  documentSymbols(snapshot)
}

it('answers everything in any text that editing leads to', async () => {
  const edit = fc.record({
    at: fc.nat(digits.length),
    remove: fc.oneof(fc.nat(3), fc.nat(80)),
    insert: fc.constantFrom('', ' ', '\n', '\r\n', '(', ')', '{', '}', '"', '[', '<', '|>', '= ', ', ', '.', '1', '%', 'x', 'task ', '/*', '///', '😀', '\uFEFF', 'if a { b }'),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 6 }), fc.nat(), async (edits, place) => {
      const project = opened({ 'main.mtl': digits })
      for (const [index, { at, remove, insert }] of edits.entries()) {
        const document = project.documents.document('main.mtl')
        if (document === undefined) throw new Error('no document')
        const start = Math.min(at, document.getText().length)
        project.change('main.mtl', index + 2, [{ range: { start: document.positionAt(start), end: document.positionAt(start + remove) }, text: insert }])
        // The first answers are of the text before: what is kept of them must not spoil the later.
        if (index === 0) await ask(project, start)
      }
      const length = project.documents.document('main.mtl')?.getText().length ?? 0
      await ask(project, length === 0 ? 0 : place % length)
    }),
    { numRuns: 150, seed: 7 },
  )
})

it('knows the same of a text however it came about', async () => {
  const project = opened({ 'main.mtl': digits.replace('Dense(10)', 'Dense(11)') })
  await analysisOf({}, project)
  const document = project.documents.document('main.mtl')
  const at = document?.getText().indexOf('Dense(11)') ?? 0
  if (document === undefined) throw new Error('no document')
  project.change('main.mtl', 2, [{ range: { start: document.positionAt(at + 7), end: document.positionAt(at + 8) }, text: '0' }])
  const [edited, fresh] = await Promise.all([analysisOf({}, project), analysisOf({ 'main.mtl': digits })])
  expect(edited.snapshot.text).toBe(digits)
  const about = ({ snapshot, checked, linted }: typeof edited): unknown => [snapshot.parsed, checked, linted()]
  expect(about(edited)).toEqual(about(fresh))
  const all = { start: 0, end: digits.length }
  expect(inlayHints(edited, all)).toEqual(inlayHints(fresh, all))
})

import { describe, expect, it } from 'vitest'
import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver/node'
import { toShown } from '../../src/lsp/diagnostics.js'
import { toRange } from '../../src/lsp/ranges.js'
import { pathOf, uriOf } from '../../src/lsp/uris.js'
import { analysisOf, opened, snapshotOf } from './kit.js'

describe('a finding', () => {
  it('keeps its code, its help and the places that it speaks of', async () => {
    const project = opened({ 'main.mtl': 'const a = 1\nconst a = 2\n' })
    const { checked, linted, snapshot } = await analysisOf({}, project)
    const shown = [...checked, ...linted()].map((finding) => toShown(finding, snapshot.document, project.documents.locate))
    expect(shown[0]).toEqual({
      range: { start: { line: 1, character: 6 }, end: { line: 1, character: 7 } },
      severity: DiagnosticSeverity.Error,
      code: 'MTL2002',
      source: 'mtlc',
      message: '`a` is declared twice in this file\nhelp: rename one of them',
      relatedInformation: [{ location: { uri: 'main.mtl', range: { start: { line: 0, character: 6 }, end: { line: 0, character: 7 } } }, message: 'it is first declared here' }],
    })
  })

  it('fades what is unused', async () => {
    const project = opened({ 'main.mtl': 'import { LeNet } from "std/vision"\nconst a = 1\ntrain M {}\n' })
    const { checked, linted, snapshot } = await analysisOf({}, project)
    const unused = [...checked, ...linted()].map((finding) => toShown(finding, snapshot.document, project.documents.locate)).filter(({ tags }) => tags?.includes(DiagnosticTag.Unnecessary) === true)
    expect(unused.map(({ code }) => code)).toContain('MTL7012')
  })
})

describe('places', () => {
  it.each([
    ['line feeds', 'a\nbc', 3, { line: 1, character: 1 }],
    ['carriage returns and line feeds', 'a\r\nbc', 4, { line: 1, character: 1 }],
    ['carriage returns', 'a\rbc', 3, { line: 1, character: 1 }],
    ['tabs as one column', '\tbc', 2, { line: 0, character: 2 }],
    ['characters beyond the first plane as two', '"😀" x', 5, { line: 0, character: 5 }],
    ['a byte order mark as the editor sent it', '\uFEFFab', 2, { line: 0, character: 2 }],
  ])('count %s', (_, text, offset, position) => {
    const { document } = snapshotOf(text)
    expect(toRange(document, { start: offset, end: offset }).start).toEqual(position)
    expect(document.offsetAt(position)).toBe(offset)
  })
})

describe('URIs', () => {
  it.each([['/a/b c/ü.mtl'], ['/a/100%.mtl']])('of %s', (path) => {
    expect(pathOf(uriOf(path))).toBe(path)
  })

  it('of documents that are no files stay as they are', () => {
    expect(pathOf('untitled:Untitled-1')).toBe('untitled:Untitled-1')
    expect(uriOf('untitled:Untitled-1')).toBe('untitled:Untitled-1')
    expect(pathOf('file:///a/%E0%A4%A')).toBe('file:///a/%E0%A4%A')
  })
})

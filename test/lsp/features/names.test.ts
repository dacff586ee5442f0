import { describe, expect, it } from 'vitest'
import type { Location } from 'vscode-languageserver/node'
import { definition } from '../../../src/lsp/features/definition.js'
import { highlights, references } from '../../../src/lsp/features/references.js'
import { prepareRename, rename } from '../../../src/lsp/features/rename.js'
import { applyEdits } from '../../../src/diagnostics/edits.js'
import type { Files as AllFiles } from '../../../src/lsp/files.js'
import { parse } from '../../../src/syntax/parse.js'
import type { Files } from '../../check/host.js'
import { analysisOf, marked, opened } from '../kit.js'

const blocks = `/// A layer.
block Layer(units: int)(x: f32[D]) -> f32[units] {
  let y = x |> Dense(units)
  relu(y)
}
const width = 32
`
const main = `import { Layer, width as wide } from "blocks"

data D {
  source "a.csv"
  input  x: vector[4] from "xs"
  target left: label<2>
  target right: label<3>
  normalize x auto
}

model M on D {
  share hard trunk for left, right = x |> Layer(units = wide)
  task left = trunk |> Layer(2)
  task right = trunk |> Dense(3)
}

train M {
  stop early(metric = left.accuracy)
  rate 0.5 for right, trunk
}

compress M {
  keep trunk
  budget {
    left.accuracy >= 90%
  }
}
`
const files: Files = { 'main.mtl': main, 'blocks.mtl': blocks }

async function asked(place: string, texts = files) {
  const project = opened(texts)
  const analysis = await analysisOf({}, project)
  const { text, offset } = marked(place)
  const start = (texts['main.mtl'] ?? '').indexOf(text)
  if (start < 0) throw new Error(`${text} is not in the text`)
  const all: AllFiles = { paths: () => Object.keys(texts), host: project.documents.host, read: parse, isLibrary: (path) => path.includes('stdlib') }
  return { documents: project.documents, all, analysis, at: start + offset }
}

/** A place as `file: line`, with the marked text between `⟦` and `⟧`. */
function shown(location: Location | undefined, texts = files): string {
  if (location === undefined) return ''
  const text = texts[location.uri]
  if (text === undefined) return location.uri.replace(/.*\//, '')
  const { start, end } = location.range
  const line = text.split('\n')[start.line] ?? ''
  return `${location.uri}: ${`${line.slice(0, start.character)}⟦${line.slice(start.character, end.character)}⟧${line.slice(end.character)}`.trim()}`
}

/** The files after a rename. */
async function renamed(place: string, name: string, texts = files): Promise<Files> {
  const { all, analysis, at } = await asked(place, texts)
  const edits = rename(analysis, at, name, all)
  return Object.fromEntries(Object.entries(texts).map(([path, text]) => [path, applyEdits(text, edits.filter(({ span }) => span.file === path))]))
}

describe('definition', () => {
  it.each([
    ['= tru‸nk |> Layer', 'main.mtl: share hard ⟦trunk⟧ for left, right = x |> Layer(units = wide)'],
    ['= ‸x |> Layer', 'main.mtl: input  ⟦x⟧: vector[4] from "xs"'],
    ['task le‸ft', 'main.mtl: target ⟦left⟧: label<2>'],
    ['for left, rig‸ht', 'main.mtl: target ⟦right⟧: label<3>'],
    ['    le‸ft.accuracy', 'main.mtl: target ⟦left⟧: label<2>'],
    ['metric = le‸ft', 'main.mtl: target ⟦left⟧: label<2>'],
    ['for right, tr‸unk\n}', 'main.mtl: share hard ⟦trunk⟧ for left, right = x |> Layer(units = wide)'],
    ['keep tr‸unk', 'main.mtl: share hard ⟦trunk⟧ for left, right = x |> Layer(units = wide)'],
    ['normalize ‸x', 'main.mtl: input  ⟦x⟧: vector[4] from "xs"'],
    ['train ‸M', 'main.mtl: model ⟦M⟧ on D {'],
    ['on ‸D', 'main.mtl: data ⟦D⟧ {'],
    ['|> Lay‸er(2)', 'blocks.mtl: block ⟦Layer⟧(units: int)(x: f32[D]) -> f32[units] {'],
    ['(uni‸ts = wide', 'blocks.mtl: block Layer(⟦units⟧: int)(x: f32[D]) -> f32[units] {'],
    ['= wi‸de', 'blocks.mtl: const ⟦width⟧ = 32'],
    ['wid‸th as', 'blocks.mtl: const ⟦width⟧ = 32'],
    ['from "blo‸cks"', 'blocks.mtl: ⟦⟧/// A layer.'],
    ['|> Den‸se(3)', 'core.mtl'],
  ])('%s is at %s', async (place, found) => {
    const { documents, analysis, at } = await asked(place)
    expect(shown(definition(analysis, at, documents.locate, documents.host))).toBe(found)
  })

  it('leads into the library', async () => {
    const { documents, analysis, at } = await asked('Den‸se(3)')
    const location = definition(analysis, at, documents.locate, documents.host)
    const line = documents.document(documents.paths.find((path) => path.endsWith('core.mtl')) ?? analysis.module.core?.path ?? '')?.getText().split('\n')[location?.range.start.line ?? 0]
    expect(line).toMatch(/^extern block Dense/)
  })

  it.each(['sour‸ce "a', '= 9‸0', 'early(met‸ric', 'accur‸acy)'])('%s is nothing’s', async (place) => {
    const source = main.replace('90%', '90%').replace('>= 90', '>= 90')
    const { documents, analysis, at } = await asked(place, { ...files, 'main.mtl': source })
    expect(definition(analysis, at, documents.locate, documents.host)).toBeUndefined()
  })
})

describe('references', () => {
  it('are told across files', async () => {
    const { documents, all, analysis, at } = await asked('|> Lay‸er(2)')
    const found = references(analysis, at, true, all, documents.locate)
    expect(found.map((location) => shown(location))).toEqual([
      'blocks.mtl: block ⟦Layer⟧(units: int)(x: f32[D]) -> f32[units] {',
      'main.mtl: import { ⟦Layer⟧, width as wide } from "blocks"',
      'main.mtl: share hard trunk for left, right = x |> ⟦Layer⟧(units = wide)',
      'main.mtl: task left = trunk |> ⟦Layer⟧(2)',
    ])
    expect(references(analysis, at, false, all, documents.locate)).toHaveLength(3)
  })

  it('of a task are its target, where it is trained and where it is held to a budget', async () => {
    const { documents, all, analysis, at } = await asked('task le‸ft')
    expect(references(analysis, at, true, all, documents.locate).map((location) => shown(location))).toEqual([
      'main.mtl: target ⟦left⟧: label<2>',
      'main.mtl: share hard trunk for ⟦left⟧, right = x |> Layer(units = wide)',
      'main.mtl: task ⟦left⟧ = trunk |> Layer(2)',
      'main.mtl: stop early(metric = ⟦left⟧.accuracy)',
      'main.mtl: ⟦left⟧.accuracy >= 90%',
    ])
  })

  it('within the document are highlighted', async () => {
    const { analysis, at } = await asked('hard tru‸nk')
    expect(highlights(analysis, at)).toHaveLength(5)
  })
})

describe('rename', () => {
  it('changes a name everywhere', async () => {
    const { 'main.mtl': after = '', 'blocks.mtl': other } = await renamed('hard tru‸nk', 'shared')
    expect(after).toBe(main.replaceAll('trunk', 'shared'))
    expect(other).toBe(blocks)
  })

  it('changes a block in the file that declares it', async () => {
    expect(await renamed('|> Lay‸er(2)', 'Stage')).toEqual({ 'main.mtl': main.replaceAll('Layer', 'Stage'), 'blocks.mtl': blocks.replaceAll('Layer', 'Stage') })
  })

  it('changes a parameter and its named arguments', async () => {
    expect(await renamed('(uni‸ts = wide', 'size')).toEqual({ 'main.mtl': main.replace('units', 'size'), 'blocks.mtl': blocks.replaceAll('units', 'size') })
  })

  it('leaves what an import calls it, and changes that alone where it is asked to', async () => {
    expect(await renamed('wid‸th as', 'size')).toEqual({ 'main.mtl': main.replace('width as', 'size as'), 'blocks.mtl': blocks.replace('width', 'size') })
    expect(await renamed('= wi‸de', 'broad')).toEqual({ 'main.mtl': main.replaceAll('wide', 'broad'), 'blocks.mtl': blocks })
  })

  it('changes a text that is predicted where its task reads it', async () => {
    const texts = { 'main.mtl': 'data D {\n  source "a.csv"\n  input x: number\n  target reply: text(max = 4, vocab = 9)\n}\n\nmodel M on D {\n  task reply = reply.before |> Embedding(reply.vocab, 4) |> Dense(reply.vocab)\n}\n' }
    expect((await renamed('= re‸ply.before', 'answer', texts))['main.mtl']).toBe(
      texts['main.mtl'].replaceAll('reply', 'answer').replace('vocab = 9)', 'vocab = 9) from "reply"'),
    )
    const { documents, analysis, at } = await asked('(re‸ply.vocab', texts)
    expect(shown(definition(analysis, at, documents.locate, documents.host), texts)).toBe('main.mtl: target ⟦reply⟧: text(max = 4, vocab = 9)')
  })

  it('keeps the column of a field', async () => {
    const { 'main.mtl': after = '' } = await renamed('target le‸ft', 'port')
    expect(after).toContain('target port: label<2> from "left"')
    expect(after).toContain('task port = trunk')
    expect(after).toContain('port.accuracy >= 90%')
    expect((await renamed('input  ‸x', 'point'))['main.mtl']).toContain('input  point: vector[4] from "xs"')
  })

  it('keeps the field of a record that is named by its value', async () => {
    const text = 'block B()(x: f32[C]) {\n  let p3 = x |> relu\n  { p3, p4 = p3 }\n}\n'
    expect((await renamed('let p‸3', 'fine', { 'main.mtl': text }))['main.mtl']).toBe('block B()(x: f32[C]) {\n  let fine = x |> relu\n  { p3 = fine, p4 = fine }\n}\n')
  })

  it.each([
    ['|> Den‸se(3)', 'Linear', '`Dense` is declared in the standard library; import it `as` another name'],
    ['hard tru‸nk', 'let', '`let` is reserved: choose another name'],
    ['hard tru‸nk', '2nd', '`2nd` is no name: names are made of letters, digits and `_`'],
    ['hard tru‸nk', 'x', '`x` means something else already where `trunk` is said or declared: choose another name'],
    ['|> Lay‸er(2)', 'width', '`width` means something else already where `Layer` is said or declared: choose another name'],
    ['|> Lay‸er(2)', 'Dense', '`Dense` means something else already where `Layer` is said or declared: choose another name'],
    ['early(me‸tric', 'y', 'there is no name here that can be renamed'],
  ])('refuses %s → %s', async (place, name, reason) => {
    await expect(renamed(place, name)).rejects.toThrow(reason)
  })

  it('says beforehand what would be renamed', async () => {
    const { all, analysis, at } = await asked('= wi‸de')
    expect(prepareRename(analysis, at, all)).toMatchObject({ placeholder: 'wide' })
    const other = await asked('|> Den‸se(3)')
    expect(() => prepareRename(other.analysis, other.at, other.all)).toThrow('standard library')
  })
})

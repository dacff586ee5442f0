import { expect, it } from 'vitest'
import type { CodeAction } from 'vscode-languageserver/node'
import { codeActions } from '../../../src/lsp/features/code-actions.js'
import { toShown } from '../../../src/lsp/diagnostics.js'
import { analysisOf, data, marked, opened } from '../kit.js'

async function actionsAt(source: string, only?: readonly string[]): Promise<readonly CodeAction[]> {
  const { text, offset } = marked(source)
  const project = opened({ 'main.mtl': text })
  const { documents } = project
  const { snapshot, checked, linted } = await analysisOf({}, project)
  const findings = [...checked, ...linted()]
  const range = { start: snapshot.document.positionAt(offset), end: snapshot.document.positionAt(offset) }
  const shown = findings.map((finding) => toShown(finding, snapshot.document, documents.locate))
  return codeActions(snapshot, range, { findings, shown, ...(only === undefined ? {} : { only }) }, documents)
}

const newTexts = ({ edit }: CodeAction): readonly string[] => Object.values(edit?.changes ?? {}).flatMap((edits) => edits.map(({ newText }) => newText))

it('mends a slip at the cursor', async () => {
  const actions = await actionsAt('data D {\n  source "a.csv"\n  input x: vec‸tr[4]\n  target y: label<10>\n}\n')
  expect(actions.map(({ title }) => title)).toEqual(['Change to `vector`', 'Explain MTL2001'])
  const [fix] = actions
  expect(fix).toMatchObject({ kind: 'quickfix', isPreferred: true, diagnostics: [{ code: 'MTL2001' }] })
  expect(fix === undefined ? [] : newTexts(fix)).toEqual(['vector'])
})

it('offers nothing where nothing is wrong', async () => {
  expect(await actionsAt(`${data}\n‸`)).toEqual([])
})

it('makes all fixes at once, where it is asked to', async () => {
  const [all, ...others] = await actionsAt('‸data D {\n  source "a.csv"\n  input x: vectr[4]\n  target y: labl<10>\n}\n', ['source.fixAll'])
  expect(others).toEqual([])
  expect(all).toMatchObject({ kind: 'source.fixAll.mtl', title: 'Make all 2 fixes' })
  expect(all === undefined ? [] : newTexts(all)).toEqual(['vector', 'label'])
})

it('takes out what the linter finds unused', async () => {
  const actions = await actionsAt(`import { LeN‸et } from "std/vision"\n${data}model M on Faces {}
`)
  expect(actions[0]).toMatchObject({ kind: 'quickfix' })
  expect(actions[0] === undefined ? [] : newTexts(actions[0])).toEqual([''])
})

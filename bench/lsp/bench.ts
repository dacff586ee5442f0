/**
 * The language server on a long file: from a key to fresh findings, and from a question to its answer, over the
 * protocol. The server is the built one, a process of its own.
 */
import { tmpdir } from 'node:os'
import { startEditor, type Document, type Editor } from '../../test/lsp/client.js'
import { generate } from '../check/generate.js'

const lines = Number(process.argv[2] ?? 10_000)
const repeats = 15

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** The median of several runs, and the worst. */
async function measure(name: string, work: (round: number) => Promise<unknown>): Promise<void> {
  const times: number[] = []
  for (let round = 0; round < repeats; round++) times.push(await timed(() => work(round)))
  console.log(`${name.padEnd(46)} ${median(times).toFixed(1).padStart(8)} ms   worst ${Math.max(...times).toFixed(1).padStart(8)} ms`)
}

const text = generate(lines)
const editor: Editor = startEditor(tmpdir())
const starting = await timed(() => editor.initialize())
let document: Document | undefined
const opening = await timed(async () => {
  document = editor.open('bench.mtl', text)
  await editor.settled(document)
})
if (document === undefined) throw new Error('no document')
const open: Document = document
const middle = (needle: string): number => open.text.indexOf(needle, open.text.length >> 1) + needle.length
console.log(`${text.split('\n').length} lines, ${(text.length / 1000).toFixed(0)} KB`)
console.log(`start ${starting.toFixed(0)} ms, first findings ${opening.toFixed(0)} ms`)

const uri = { textDocument: { uri: open.uri } }
await measure('a key in a model → findings (35 ms of pause)', async (round) => {
  const at = middle('Dense(1')
  if (round % 2 === 0) open.edit(at, at, '0')
  else open.edit(at, at + 1, '')
  await editor.settled(open)
})
await measure('a key in a block → findings (35 ms of pause)', async (round) => {
  const at = middle('|> relu')
  if (round % 2 === 0) open.edit(at, at, ' |> relu')
  else open.edit(at, at + ' |> relu'.length, '')
  await editor.settled(open)
})
const typing = async (): Promise<number> => {
  const at = middle('trunk |> ')
  open.edit(at, at, 'r')
  return at + 1
}
await measure('a key → completion', async () => {
  const at = await typing()
  await open.completions(at)
  open.edit(at - 1, at, '')
})
await measure('hover', () => editor.request('textDocument/hover', open.at(middle('trunk |> GlobalAvg'))))
await measure('a key → hints of a screen', async () => {
  const at = await typing()
  await editor.request('textDocument/inlayHint', { ...uri, range: { start: { line: lines / 2, character: 0 }, end: { line: lines / 2 + 60, character: 0 } } })
  open.edit(at - 1, at, '')
})
await measure('definition', () => editor.request('textDocument/definition', open.at(middle('trunk |> GlobalAvg'))))
await measure('references', () => editor.request('textDocument/references', { ...open.at(middle('trunk |> GlobalAvg')), context: { includeDeclaration: true } }))
await measure('semantic tokens of the file', () => editor.request('textDocument/semanticTokens/full', uri))
await measure('outline', () => editor.request('textDocument/documentSymbol', uri))
await editor.stop()

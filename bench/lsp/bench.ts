/**
 * The language server on a file of 10,000 lines, over the protocol: from a key to fresh findings, and from a question to its
 * answer. The server is the built one, a process of its own. The peer is what a server would need that kept nothing: the file
 * read and checked anew.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { check } from '../../src/check/check.js'
import { nodeHost } from '../../src/host/node.js'
import { startEditor } from '../../test/lsp/client.js'
import { generate } from '../check/generate.js'
import type { Row } from '../run.js'

const lines = 10_000
const repeats = 15

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

async function medianOf(times: number, work: (round: number) => Promise<unknown>): Promise<number> {
  const taken: number[] = []
  for (let round = 0; round < times; round++) {
    const start = performance.now()
    await work(round)
    taken.push(performance.now() - start)
  }
  return median(taken)
}

export async function run(note: (text: string) => void): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'mtlc-bench-'))
  const editor = startEditor(folder)
  try {
    const text = generate(lines)
    const path = join(folder, 'bench.mtl')
    const host = nodeHost()
    const anew = await medianOf(5, () => check(path, { host: { ...host, readText: (each) => (each === path ? text : host.readText(each)) } }))
    await editor.initialize()
    const document = editor.open('bench.mtl', text)
    const opening = await medianOf(1, () => editor.settled(document))
    note(`${text.split('\n').length} lines, ${(text.length / 1000).toFixed(0)} KB; first findings after ${opening.toFixed(0)} ms`)

    const rows: Row[] = []
    const measure = async (name: string, work: (round: number) => Promise<unknown>): Promise<void> => {
      const ours = await medianOf(repeats, work)
      rows.push({ name, ours, peer: anew, unit: 'ms', ratio: ours / anew, threads: 1 })
    }
    const after = (needle: string): number => document.text.indexOf(needle, document.text.length >> 1) + needle.length
    /** Writes something and takes it away again, in turns. */
    const toggle = (round: number, at: number, written: string): void => (round % 2 === 0 ? document.edit(at, at, written) : document.edit(at, at + written.length, ''))
    /** A key after a pipe, which leaves the line broken. */
    const key = (): number => {
      const at = after('trunk |> ')
      document.edit(at, at, 'r')
      return at + 1
    }
    await measure('key in a model → findings', async (round) => {
      toggle(round, after('Dense(1'), '0')
      await editor.settled(document)
    })
    await measure('key in a block → findings', async (round) => {
      toggle(round, after('|> relu'), ' |> relu')
      await editor.settled(document)
    })
    await measure('key → completion', async () => {
      const at = key()
      await document.completions(at)
      document.edit(at - 1, at, '')
    })
    await measure('key → hints of a screen', async () => {
      const at = key()
      const range = { start: { line: lines / 2, character: 0 }, end: { line: lines / 2 + 60, character: 0 } }
      await editor.request('textDocument/inlayHint', { textDocument: { uri: document.uri }, range })
      document.edit(at - 1, at, '')
    })
    const place = document.at(after('trunk |> GlobalAvg'))
    await measure('hover', () => editor.request('textDocument/hover', place))
    await measure('definition', () => editor.request('textDocument/definition', place))
    await measure('references', () => editor.request('textDocument/references', { ...place, context: { includeDeclaration: true } }))
    await measure('colours of the file', () => editor.request('textDocument/semanticTokens/full', { textDocument: { uri: document.uri } }))
    await editor.stop()
    return rows
  } finally {
    editor.child.kill()
    await rm(folder, { recursive: true, force: true })
  }
}

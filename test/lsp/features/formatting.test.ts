import { expect, it } from 'vitest'
import { formatting } from '../../../src/lsp/features/formatting.js'
import { snapshotOf } from '../kit.js'

async function formatted(text: string): Promise<string> {
  const snapshot = snapshotOf(text)
  const edits = await formatting(snapshot)
  return edits.reduce((result, { range, newText }) => {
    const [start, end] = [snapshot.document.offsetAt(range.start), snapshot.document.offsetAt(range.end)]
    return result.slice(0, start) + newText + result.slice(end)
  }, text)
}

it('lays a document out, and touches only what differs', async () => {
  const text = 'const a = 1\n\nblock B( )( x:f32[ C ] ) {x|>relu}\n\nconst z = 2\n'
  const [edit] = await formatting(snapshotOf(text))
  expect(await formatted(text)).toMatch(/^const a = 1\n\nblock B\(\)\(x: f32\[C\]\) \{/)
  expect(edit?.range.start.line).toBe(2)
  expect(edit?.range.end.line).toBe(2)
})

it('keeps line ends, and leaves what it cannot read', async () => {
  expect(await formatted('const  a=1\r\nconst b = 2\r\n')).toBe('const a = 1\r\nconst b = 2\r\n')
  expect(await formatting(snapshotOf('const a =\n'))).toEqual([])
  expect(await formatting(snapshotOf('const a = 1\n'))).toEqual([])
})

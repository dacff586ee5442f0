/** Every example of the documentation is a file that checks. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { TableField } from '../../src/types/field.js'
import { checkFiles, findings } from '../check/kit.js'

const root = join(import.meta.dirname, '../..')
const pages = ['README.md', ...markdown('docs'), ...markdown('examples')]

function markdown(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join(folder, path))
    .toSorted()
}

interface Example {
  readonly line: number
  /** The name by which later examples of the page import it. */
  readonly file: string | undefined
  readonly text: string
}

/** Fences of `mtl`; ` ```mtl widths.mtl` names a file. Those that show a mistake say `mtl wrong`, those that are no whole file `mtl signature`. */
function examplesIn(page: string): readonly Example[] {
  const text = readFileSync(join(root, page), 'utf8')
  return [...text.matchAll(/^```mtl(?: (\S+))?\n([\s\S]*?)^```$/gm)].flatMap(({ index, 1: file, 2: code = '' }) =>
    file === 'wrong' || file === 'signature' ? [] : [{ line: text.slice(0, index).split('\n').length + 1, file, text: code }],
  )
}

const table: TableField = { kind: 'table', numbers: ['age', 'hours'], categories: [{ column: 'work', labels: ['a', 'b'], offset: 0 }], vocabulary: 3 }

describe.each(pages.filter((page) => examplesIn(page).length > 0))('%s', (page) => {
  const examples = examplesIn(page)
  const files = Object.fromEntries(examples.flatMap(({ file, text }) => (file === undefined ? [] : [[file, text]])))
  test.each(examples)('the example at line $line', async ({ text }) => {
    const checked = await checkFiles({ ...files, 'main.mtl': text }, { inspectTable: () => Promise.resolve(table) })
    expect(findings(checked)).toEqual([])
  })
})

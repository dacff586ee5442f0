import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { format } from '../../src/syntax/format.js'

const root = join(import.meta.dirname, '../..')
const files = ['examples', 'templates', 'docs'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.mtl')).map((path) => join(folder, path)),
)

test.each(files)('%s is laid out as `mtlc fmt` does it', (path) => {
  const text = readFileSync(join(root, path), 'utf8')
  expect(format(text, path)).toEqual({ text })
})

/** The tutorial, carried out: its files are written, its commands run. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { execFileSync } from 'node:child_process'
import { start } from '../cli/command.js'

const root = join(import.meta.dirname, '../..')
// Below the checkout, so that the bindings find the engine.
mkdirSync(join(root, 'build'), { recursive: true })
const folder = mkdtempSync(join(root, 'build', 'tutorial-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('from an empty folder to an answer', async () => {
  const page = readFileSync(join(root, 'docs/tutorial.md'), 'utf8')
  for (const [, name = '', text = ''] of page.matchAll(/^```\w+ (\S+)\n([\s\S]*?)^```$/gm)) writeFileSync(join(folder, name), text)
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')

  execFileSync(process.execPath, ['make-data.js'], { cwd: folder })
  const checked = await start(folder, ['check', 'machine.mtl']).finished
  expect(checked).toMatchObject({ code: 0 })
  expect(await start(folder, ['fmt', '--check', 'machine.mtl']).finished).toMatchObject({ code: 0 })
  const compiled = await start(folder, ['compile', 'machine.mtl', '-o', 'build/machine', '--quiet']).finished
  expect(compiled.stderr).toBe('')
  expect(compiled.code).toBe(0)
  const answer = execFileSync(process.execPath, ['use.js'], { cwd: folder, encoding: 'utf8' })
  expect(answer).toMatch(/^running \(\d+%\), load \d+, worn: yes\n$/)
}, 180_000)

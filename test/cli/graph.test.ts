import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { folder, mtlc, toy, type Folder } from './command.js'

let here: Folder
beforeAll(async () => {
  here = await folder()
  await here.write('toy.mtl', toy())
})
afterAll(() => here.remove())

describe('mtlc graph', () => {
  it('draws an SVG picture on stdout', async () => {
    const { code, stdout, stderr } = await mtlc(here.path, 'graph', 'toy.mtl')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^<\?xml[^]*<svg [^]*>trunk<\/text>[^]*<\/svg>\n$/)
  })

  it.each([
    ['toy.svg', '<?xml'],
    ['toy.dot', 'digraph "Toy" {'],
    ['toy.mmd', '---\ntitle: "Toy: 131 params · 112 MACs"\n---\nflowchart TB'],
    ['toy.json', '{\n  "model": "Toy"'],
  ])('takes the format from the name of the output: %s', async (name, beginning) => {
    expect(await mtlc(here.path, 'graph', 'toy.mtl', '--level', 'model', '-o', name)).toEqual({ code: 0, stdout: '', stderr: '' })
    expect((await readFile(join(here.path, name), 'utf8')).slice(0, beginning.length)).toBe(beginning)
  })

  it('refuses other formats, other levels and other models', async () => {
    for (const args of [['--format', 'png'], ['-o', 'toy.png'], ['--level', 'weights'], ['--model', 'Other']]) {
      expect((await mtlc(here.path, 'graph', 'toy.mtl', ...args)).code).toBe(2)
    }
  })
})

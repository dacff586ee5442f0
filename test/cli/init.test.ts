import { spawnSync } from 'node:child_process'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { version } from '../../src/host/version.js'
import { folder, mtlc, type Folder } from './command.js'

let here: Folder
beforeAll(async () => {
  here = await folder()
})
afterAll(() => here.remove())

const read = (...path: readonly string[]): Promise<string> => readFile(join(here.path, ...path), 'utf8')
const node = (directory: string, script: string) => spawnSync(process.execPath, [script], { cwd: directory, encoding: 'utf8' })

describe('mtlc init', () => {
  it('lists its templates', async () => {
    const { code, stdout } = await mtlc(here.path, 'init', '--list')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^image {4}small pictures: .+\ntable {4}rows of .+\n$/)
  })

  it.each([['table', 'cold-store', 'ColdStore', /^rent \d+, demand (low|medium|high), comfortable: (yes|no) \(\d+%\)\n$/], ['image', 'marks', 'Marks', /^(circle|square|cross) \(\d+%\), radius [\d.]+, filled: (yes|no)\n$/]])(
    'begins a project that checks at once and compiles after its data was made: %s',
    async (template, name, model, answer) => {
      const { code, stdout, stderr } = await mtlc(here.path, 'init', template, '--name', name)
      expect(code).toBe(0)
      expect(stdout.split('\n').slice(0, -1)).toEqual([...(await readdir(join(here.path, name)))].map((file) => join(name, file)).toSorted())
      expect(stderr).toContain(`cd ${name}\n  npm install\n  npm run data\n`)
      for (const file of await readdir(join(here.path, name))) expect(await read(name, file), file).not.toMatch(/__\w+__/)

      const project = join(here.path, name)
      expect(await mtlc(project, 'check', `${name}.mtl`)).toEqual({ code: 0, stdout: `✓ ${name}.mtl: no findings\n`, stderr: '' })
      expect(await read(name, `${name}.mtl`)).toContain(`\nmodel ${model} on ${model}Data {\n`)
      expect(JSON.parse(await read(name, 'package.json'))).toMatchObject({ name, devDependencies: { mtlc: `^${version}` } })
      expect((await mtlc(project, 'fmt', '--check', `${name}.mtl`)).code).toBe(0)
      expect((await mtlc(project, 'lint', `${name}.mtl`)).stdout).toBe(`✓ ${name}.mtl: no findings\n`)
      expect(node(project, 'make-data.js')).toMatchObject({ status: 0, stderr: '' })
      // Fewer epochs than the file asks for: what is looked at is that the steps fit together.
      const compiled = await mtlc(project, 'compile', `${name}.mtl`, '-o', `build/${name}`, '--quiet', '--best-effort', '--set', 'train.epochs=2')
      expect({ code: compiled.code, stderr: compiled.stderr.replaceAll(/^warning[^]*/gm, '') }).toEqual({ code: 0, stderr: '' })
      expect(node(project, 'use.js').stdout).toMatch(answer)
    },
  )

  it('overwrites nothing, and names what is in the way', async () => {
    await mkdir(join(here.path, 'taken'))
    await here.write('taken/README.md', 'mine')
    const { code, stdout, stderr } = await mtlc(here.path, 'init', 'table', '-o', 'taken')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^mtlc: nothing was written, since these are there already: taken\/README\.md\nhelp: /)
    expect(await readdir(join(here.path, 'taken'))).toEqual(['README.md'])
    expect(await read('taken', 'README.md')).toBe('mine')
  })

  it('begins in a folder that is there, called as the folder is', async () => {
    await mkdir(join(here.path, 'weather'))
    expect((await mtlc(join(here.path, 'weather'), 'init', 'table', '-o', '.', '--quiet')).stderr).toBe('')
    expect(await readdir(join(here.path, 'weather'))).toContain('weather.mtl')
  })

  it.each([
    [['init'], 'mtlc: which template is it to be?\nhelp: name one: `mtlc init image`, `mtlc init table`\n'],
    [['init', 'tabel'], 'mtlc: there is no template called tabel\nhelp: did you mean table?\n'],
    [['init', 'table', '--name', '../up'], 'It must begin with a letter'],
  ])('asks nothing where nobody is there to answer: %j', async (args, message) => {
    const { code, stdout, stderr } = await mtlc(here.path, ...args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(message)
  })
})

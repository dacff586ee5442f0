import { chmod, mkdir, readFile, readlink, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { folder, mtlc, mtlcWithInput, type Folder } from './command.js'

const untidy = 'train  M { epochs 1 }\n'
const tidy = 'train M { epochs 1 }\n'
const broken = 'train M { epochs = 1 }\n'
const diff = (path: string): string => `--- ${path}\n+++ ${path}\n@@ -1 +1 @@\n-${untidy}+${tidy}`

let here: Folder
beforeEach(async () => {
  here = await folder()
})
afterEach(() => here.remove())
const read = (name: string): Promise<string> => readFile(join(here.path, name), 'utf8')

const filter = (input: string, ...args: readonly string[]): ReturnType<typeof mtlc> =>
  mtlcWithInput(here.path, input, 'fmt', '--stdin-filepath', 'models/a.mtl', ...args)

describe('mtlc fmt', () => {
  it('formats the files named, and lists those that it changed', async () => {
    await here.write('a.mtl', untidy)
    await here.write('b.mtl', tidy)
    const before = await stat(join(here.path, 'b.mtl'))
    expect(await mtlc(here.path, 'fmt', 'a.mtl', 'b.mtl')).toEqual({ code: 0, stdout: 'a.mtl\n', stderr: '1 file formatted, 1 file in order already\n' })
    expect(await read('a.mtl')).toBe(tidy)
    expect((await stat(join(here.path, 'b.mtl'))).mtimeMs).toBe(before.mtimeMs)
    expect(await mtlc(here.path, 'fmt', 'a.mtl', 'b.mtl', '--quiet')).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  it('finds the files below folders, but not those of packages', async () => {
    for (const name of ['models', 'models/deep', 'node_modules', '.hidden']) await mkdir(join(here.path, name))
    const names = ['a.mtl', 'models/b.mtl', 'models/deep/c.mtl', 'node_modules/d.mtl', '.hidden/e.mtl', 'models/f.txt']
    for (const name of names) await here.write(name, untidy)
    expect((await mtlc(here.path, 'fmt', 'models', 'models/b.mtl')).stdout).toBe('models/b.mtl\nmodels/deep/c.mtl\n')
    expect((await mtlc(here.path, 'fmt')).stdout).toBe('a.mtl\n')
    expect(await Promise.all(names.map(read))).toEqual([tidy, tidy, tidy, untidy, untidy, untidy])
  })

  it('only lists or shows what would change, if asked', async () => {
    await here.write('a.mtl', untidy)
    expect(await mtlc(here.path, 'fmt', '--check')).toEqual({ code: 1, stdout: 'a.mtl\n', stderr: '1 file would change\n' })
    expect(await mtlc(here.path, 'fmt', '--diff')).toEqual({ code: 0, stdout: diff('a.mtl'), stderr: '1 file would change\n' })
    expect(await mtlc(here.path, 'fmt', '--check', '--diff', '-q')).toEqual({ code: 1, stdout: diff('a.mtl'), stderr: '' })
    expect(await read('a.mtl')).toBe(untidy)
    await mtlc(here.path, 'fmt')
    expect(await mtlc(here.path, 'fmt', '--check')).toEqual({ code: 0, stdout: '', stderr: '1 file in order already\n' })
  })

  it('leaves files with syntax errors as they are, and goes on with the others', async () => {
    await here.write('a.mtl', broken)
    await here.write('b.mtl', untidy)
    const { code, stdout, stderr } = await mtlc(here.path, 'fmt')
    expect({ code, stdout }).toEqual({ code: 1, stdout: 'b.mtl\n' })
    expect(stderr).toMatch(/^error\[MTL1013\]: expected a value, found `=`\n --> a\.mtl:1:18\n/)
    expect(stderr).toMatch(/\n1 file formatted, 1 file left as it is\n$/)
    expect(await read('a.mtl')).toBe(broken)
  })

  it('formats files that mean nothing', async () => {
    await here.write('a.mtl', 'model M on Nothing{task t=missing|>Dense("a")}\n')
    expect((await mtlc(here.path, 'fmt')).code).toBe(0)
    expect(await read('a.mtl')).toBe('model M on Nothing { task t = missing |> Dense("a") }\n')
  })

  it('says why a file cannot be read', async () => {
    await writeFile(join(here.path, 'latin.mtl'), Uint8Array.from([0x2f, 0x2f, 0x20, 0xe9, 0x0a]))
    const { code, stderr } = await mtlc(here.path, 'fmt', 'missing.mtl', 'latin.mtl')
    expect(code).toBe(1)
    expect(stderr).toContain('cannot read "missing.mtl": there is no such file')
    expect(stderr).toContain('cannot read "latin.mtl": it is not text in UTF-8')
    expect([...(await readFile(join(here.path, 'latin.mtl')))]).toEqual([0x2f, 0x2f, 0x20, 0xe9, 0x0a])
  })

  it('keeps permissions, and writes to where a link points', async () => {
    await here.write('a.mtl', untidy)
    await chmod(join(here.path, 'a.mtl'), 0o640)
    await symlink('a.mtl', join(here.path, 'link.mtl'))
    expect((await mtlc(here.path, 'fmt', 'link.mtl')).code).toBe(0)
    expect(await readlink(join(here.path, 'link.mtl'))).toBe('a.mtl')
    expect(await read('a.mtl')).toBe(tidy)
    expect((await stat(join(here.path, 'a.mtl'))).mode & 0o777).toBe(0o640)
  })

  it('is a filter for editors', async () => {
    expect(await filter(untidy)).toEqual({ code: 0, stdout: tidy, stderr: '' })
    expect(await filter(untidy, '--check')).toEqual({ code: 1, stdout: 'models/a.mtl\n', stderr: '' })
    expect(await filter(untidy, '--diff')).toEqual({ code: 0, stdout: diff('models/a.mtl'), stderr: '' })
    const failed = await filter(broken)
    expect({ code: failed.code, stdout: failed.stdout }).toEqual({ code: 1, stdout: '' })
    expect(failed.stderr).toContain('--> models/a.mtl:1:18')
    expect((await filter(untidy, 'b.mtl')).code).toBe(2)
  })

  it('says so where there is nothing to format', async () => {
    expect(await mtlc(here.path, 'fmt')).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining('there are no .mtl files in ') as string })
  })
})

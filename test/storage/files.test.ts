import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { rewriteAtomically, writeAtomically, writing } from '../../src/storage/files.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mtlc-files-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('writeAtomically', () => {
  test('replaces a file and leaves nothing beside it', async () => {
    await writeAtomically(join(folder, 'a'), 'old')
    await writeAtomically(join(folder, 'a'), Uint8Array.of(110, 101, 119))
    expect(await readFile(join(folder, 'a'), 'utf8')).toBe('new')
    expect(await readdir(folder)).toEqual(['a'])
  })

  test('what cannot be put in its place leaves the old one, and nothing beside it', async () => {
    await mkdir(join(folder, 'a'))
    await writeFile(join(folder, 'a', 'inside'), 'old')
    await expect(writeAtomically(join(folder, 'a'), 'new')).rejects.toMatchObject({ diagnostics: [{ code: 'MTL6003' }] })
    expect(await readdir(folder)).toEqual(['a'])
    expect(await readFile(join(folder, 'a', 'inside'), 'utf8')).toBe('old')
  })
})

describe('writing', () => {
  // A device on which every write fails as on a full disk.
  test.skipIf(!existsSync('/dev/full'))('a full disk is a finding that says so', async () => {
    await expect(writing('weights', () => writeFile('/dev/full', 'x'))).rejects.toMatchObject({
      diagnostics: [{ code: 'MTL6003', message: 'cannot write weights: the disk is full' }],
    })
  })

  test('a bug is not made a finding', async () => {
    await expect(writing('weights', () => Promise.reject(new TypeError('a bug')))).rejects.toThrow(TypeError)
  })
})

describe('rewriteAtomically', () => {
  test('keeps the permissions of a file, and the links to it', async () => {
    await writeFile(join(folder, 'a'), 'old', { mode: 0o640 })
    await symlink('a', join(folder, 'link'))
    await rewriteAtomically(join(folder, 'link'), 'new')
    expect(await readFile(join(folder, 'a'), 'utf8')).toBe('new')
    expect(await readlink(join(folder, 'link'))).toBe('a')
    expect((await stat(join(folder, 'a'))).mode & 0o777).toBe(0o640)
  })

  test('makes no file where there is none', async () => {
    await expect(rewriteAtomically(join(folder, 'a'), 'new')).rejects.toMatchObject({ diagnostics: [{ code: 'MTL6003' }] })
    expect(await readdir(folder)).toEqual([])
  })
})

import { spawn, spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { lockFolder, lockName } from '../../src/storage/lock.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mtlc-lock-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const inUse = { name: 'Failure', diagnostics: [expect.objectContaining({ code: 'MTL6004' })] }

describe('lockFolder', () => {
  test('a second run into the folder is refused until the first is done', async () => {
    const release = await lockFolder(folder)
    await expect(lockFolder(folder)).rejects.toMatchObject(inUse)
    await release()
    await (await lockFolder(folder))()
    expect(await readdir(folder)).toEqual([])
  })

  test('of many that begin at once, one gets it', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await readdir(folder)).toEqual([lockName])
  })

  test('makes the folder if need be', async () => {
    const release = await lockFolder(join(folder, 'a', 'b'))
    expect(await readdir(join(folder, 'a', 'b'))).toEqual([lockName])
    await release()
  })

  test('the lock of a process that lives is respected; the message says which and how to go on', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    await new Promise((begun) => other.once('spawn', begun))
    await writeFile(join(folder, lockName), JSON.stringify({ pid: other.pid, host: hostname() }))
    await expect(lockFolder(folder)).rejects.toMatchObject({
      diagnostics: [{ message: expect.stringContaining(`process ${other.pid}`), help: expect.stringContaining(lockName) }],
    })
    const gone = new Promise((exited) => other.once('exit', exited))
    other.kill()
    await gone
    await (await lockFolder(folder))()
  })

  test.each([
    ['a process that is gone', () => JSON.stringify({ pid: spawnSync(process.execPath, ['-e', '']).pid, host: hostname() })],
    ['an earlier process with this one’s number', () => JSON.stringify({ pid: process.pid, host: hostname() })],
    ['a crash while it was written', () => '{"pid": 12'],
  ])('the lock of %s is taken over', async (_name, content) => {
    await writeFile(join(folder, lockName), content())
    const release = await lockFolder(folder)
    expect(JSON.parse(await readFile(join(folder, lockName), 'utf8'))).toMatchObject({ pid: process.pid })
    await release()
    expect(await readdir(folder)).toEqual([])
  })

  test('the lock of another machine is respected, since it cannot be looked into', async () => {
    await writeFile(join(folder, lockName), JSON.stringify({ pid: 1, host: 'elsewhere' }))
    await expect(lockFolder(folder)).rejects.toMatchObject(inUse)
  })

  test('a lock that is no file is a finding, and stays', async () => {
    await mkdir(join(folder, lockName))
    await expect(lockFolder(folder)).rejects.toMatchObject({
      diagnostics: [{ code: 'MTL6003', message: expect.stringContaining('a folder is in its place') }],
    })
    expect(await readdir(folder)).toEqual([lockName])
  })

  test.skipIf(process.getuid?.() === 0)('so is one that cannot be read', async () => {
    await writeFile(join(folder, lockName), '', { mode: 0o000 })
    await expect(lockFolder(folder)).rejects.toMatchObject({ diagnostics: [{ code: 'MTL6003' }] })
  })

  test('a folder that cannot be made is a finding', async () => {
    await writeFile(join(folder, 'file'), '')
    await expect(lockFolder(join(folder, 'file', 'below'))).rejects.toMatchObject({ diagnostics: [{ code: 'MTL6003' }] })
  })
})

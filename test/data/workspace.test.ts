import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDataset } from '../../src/data/open.js'
import { openWorkspace } from '../../src/data/workspace.js'
import { collect, describeData, field, folderOf, image, source, values, writeParquet } from './fixture.js'

describe('what a data set leaves behind', () => {
  it('is nothing, once it is open or has failed to', async () => {
    const directory = folderOf({ 'a.csv': 'x,y\n1,2\n', 'bad.csv': 'x,y\none,2\n' })
    const cache = join(directory, 'cache')
    const dataset = await openDataset(describeData({ sources: [source('a.csv')] }), { directory, cache })
    expect(readdirSync(cache)).toEqual([])
    expect(values(await collect(dataset), ({ inputs }) => inputs.x)).toEqual([1])
    await dataset.close()
    await expect(openDataset(describeData({ sources: [source('bad.csv')] }), { directory, cache })).rejects.toThrow('MTL4102')
    expect(readdirSync(cache)).toEqual([])
  })

  it('is nothing when the reading is ended', async () => {
    const rows = Array.from({ length: 100_000 }, (_, index) => `${index},1`).join('\n')
    const directory = folderOf({ 'a.csv': `x,y\n${rows}\n` })
    const cache = join(directory, 'cache')
    const reason = new Error('IO Error: enough')
    const described = describeData({ sources: [source('a.csv')] })
    await expect(openDataset(described, { directory, cache, signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(existsSync(cache)).toBe(false)

    const controller = new AbortController()
    const opening = openDataset(described, { directory, cache, signal: controller.signal })
    const watch = setInterval(() => {
      if (existsSync(cache) && readdirSync(cache).length > 0) controller.abort(reason)
    }, 1)
    await expect(opening).rejects.toBe(reason)
    clearInterval(watch)
    expect(readdirSync(cache)).toEqual([])
  })

  it('is swept up by the next run after a process was killed', async () => {
    const cache = folderOf({})
    // A process that is surely gone.
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    const folder = (of: number | undefined, began: string, host: string): string => join(cache, `mtlc-data-${of}-${began}-${Buffer.from(host).toString('hex')}-abc`)
    const gone = [
      folder(pid, '', hostname()),
      // An earlier process with this one's number.
      ...(existsSync('/proc/self/stat') ? [folder(process.pid, '1', hostname())] : []),
    ]
    const kept = [folder(process.pid, '', hostname()), folder(pid, '', 'another-machine'), join(cache, 'mtlc-data-of-someone')]
    for (const path of [...gone, ...kept]) mkdirSync(path)
    const [one, two] = [await openWorkspace(cache), await openWorkspace(cache)]
    expect([one, two].map((workspace) => existsSync(workspace.folder))).toEqual([true, true])
    for (const workspace of [one, two]) workspace.close()
    expect(gone.filter(existsSync)).toEqual([])
    expect(kept.filter(existsSync)).toEqual(kept)
    expect([one, two].filter((workspace) => existsSync(workspace.folder))).toEqual([])
  })
})

describe('memory', () => {
  it('stays far below the size of the data', async () => {
    const directory = folderOf({})
    const [rows, side] = [4096, 128]
    const size = rows * 3 * side * side
    await writeParquet(join(directory, 'a.parquet'), `select repeat(chr((i % 50 + 33)::int), ${3 * side * side})::blob as image, i::float as y from range(${rows}) t(i)`)
    const dataset = await openDataset(describeData({ sources: [source('a.parquet')], inputs: [image('image', 3, side, side)], targets: [field('y', { kind: 'number' })] }), { directory })
    globalThis.gc?.()
    const before = process.memoryUsage()
    let [seen, most] = [0, 0]
    for await (const batch of dataset.batches('train', { batch: 16, shuffle: { seed: 1, epoch: 0 } })) {
      seen += batch.size
      expect(batch.inputs.image?.data[0]).toBeCloseTo((((batch.targets.y?.data[0] as number) % 50) + 33) / 255, 6)
      const { arrayBuffers } = process.memoryUsage()
      most = Math.max(most, arrayBuffers - before.arrayBuffers)
    }
    expect(seen).toBe(rows)
    // As f32 the images would be four times the size of the file.
    expect(most).toBeLessThan(4 * size * 0.75)
    await dataset.close()
  })
})

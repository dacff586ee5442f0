/** The example on utterances: how its rows are made, and its model on the real data, where that is there. */
import { cpSync, existsSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { check } from '../../src/check/check.js'
import { measureStatistics } from '../../src/cli/pipeline/statistics.js'
import type { Dataset } from '../../src/data/dataset.js'
import { openDataset } from '../../src/data/open.js'
import { nodeHost } from '../../src/host/node.js'
import { lowerModel } from '../../src/lower/model.js'
import { trainModel } from '../../src/train/train.js'
import { rowOf } from '../../examples/snips/prepare.js'
import { folderOf } from '../data/fixture.js'
import { method } from '../lower/build.js'
import { engine } from '../train/problems.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const data = resolve(root, process.env.MTL_DATA ?? '../shared/data', 'snips')

describe('an utterance', () => {
  it('is its words, with a tag for each', () => {
    const parts = [{ text: 'Play ' }, { text: '“Hey Jude”', entity: 'track' }, { text: ' by ' }, { text: 'the_Beatles', entity: 'artist' }, { text: '.' }]
    expect(rowOf('PlayMusic', { data: parts })).toEqual({
      text: ['Play', '“', 'Hey', 'Jude', '”', 'by', 'the', 'Beatles', '.'],
      intent: 'PlayMusic',
      slots: ['O', 'B-track', 'I-track', 'I-track', 'I-track', 'O', 'B-artist', 'I-artist', 'O'],
    })
    expect(rowOf('PlayMusic', { data: [{ text: ' ' }] })).toEqual({ text: [], intent: 'PlayMusic', slots: [] })
  })
})

describe.skipIf(!existsSync(join(data, 'train.jsonl')))('the snips example (needs MTL_DATA)', () => {
  it('is read as it is declared, and learns both tasks', async () => {
    const directory = folderOf({ 'snips/none': '' })
    cpSync(join(root, 'examples/snips/snips.mtl'), join(directory, 'snips.mtl'))
    for (const [name, part] of [['train', 'train'], ['test', 'valid']] as const) symlinkSync(join(data, `${part}.jsonl`), join(directory, 'snips', `${name}.jsonl`))
    const { program, diagnostics } = await check(join(directory, 'snips.mtl'), { host: nodeHost() })
    expect(diagnostics).toEqual([])
    const [[model], [train]] = [program?.models ?? [], program?.trains ?? []]
    if (model === undefined || train === undefined) throw new Error('the example has a model and trains it')
    const dataset = await openDataset(model.data, { directory })
    expect(dataset.count('test')).toBe(700)
    const statistics = await measureStatistics(model, dataset)
    expect(statistics.get('words')?.pieces).toHaveLength(4000)

    // The first batches of an epoch stand for it, without a warm-up.
    const few: Dataset = { ...dataset, count: (part) => (part === 'train' ? 64 * 24 : 0), batches: (part, options) => dataset.batches(part, { ...options, limit: 24 }) }
    const running = await engine()
    const losses: Record<string, number[]> = { intent: [], slots: [] }
    const graph = lowerModel(model, statistics)
    await trainModel({
      graph, model, train: { ...train, batch: 64, epochs: 2, schedule: method('constant', { warmup: 0 }) }, dataset: few, engine: running,
      onProgress: (progress) => {
        if (progress.kind === 'epoch') for (const [task, loss] of Object.entries(progress.losses)) losses[task]?.push(loss)
      },
    })
    await running.close()
    await dataset.close()
    for (const [first = 0, last = 0] of Object.values(losses)) expect(last).toBeLessThan(0.8 * first)
  })
})

import { access, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runFolder } from '../../../src/report/run/folder.js'
import { keepsStep } from '../../../src/report/run/thin.js'
import type { Progress } from '../../../src/train/progress.js'
import { about, told } from './told.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mtlc-run-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function record(events: readonly Progress[]): Promise<void> {
  const sink = runFolder(folder)
  for (const event of events) sink.see(event)
  await sink.close()
}
const log = async () => (await readFile(join(folder, 'log.jsonl'), 'utf8')).split('\n').slice(0, -1).map((line) => JSON.parse(line) as Record<string, unknown>)
const events = async () => {
  const [name = ''] = await readdir(join(folder, 'tensorboard'))
  return readFile(join(folder, 'tensorboard', name), 'latin1')
}

const kept = (steps: number): number => Array.from({ length: steps }, (_, index) => index + 1).filter((step) => keepsStep({ epochs: 1, stepsPerEpoch: steps }, step)).length

describe('the files of a run', () => {
  it('are its log, an event file and curves', async () => {
    await record(told())
    expect((await readdir(folder)).toSorted()).toEqual(['curves.png', 'curves.svg', 'log.jsonl', 'tensorboard'])
    expect((await log()).map(({ kind }) => kind)).toEqual(told().map(({ kind }) => kind))
    const { width, height } = await sharp(join(folder, 'curves.png')).metadata()
    expect([width, height]).toEqual([1800, 1584])
  })

  it('are those of a run that was never stopped when it goes on from a checkpoint', async () => {
    await record(told())
    const whole = { log: await log(), events: await events(), svg: await readFile(join(folder, 'curves.svg'), 'utf8') }
    // Stopped after step 13, saved after step 7.
    await record(told(0, 13, false))
    await record(told(7))
    const marks = (await log()).filter(({ kind }) => kind === 'begin')
    expect(marks.map(({ step }) => step)).toEqual([0, 7])
    expect((await log()).filter((line) => line['kind'] !== 'begin' || line['step'] === 0)).toEqual(whole.log)
    expect(await events()).toBe(whole.events)
    expect(await readFile(join(folder, 'curves.svg'), 'utf8')).toBe(whole.svg)
  })

  it('are begun anew by another run', async () => {
    await record(told())
    await record(told(0, 3, false))
    expect(await log()).toHaveLength(4)
  })

  it('hold of a run that goes on without its log what is told from there', async () => {
    await record(told(7))
    expect((await log())[0]).toMatchObject({ kind: 'begin', step: 7 })
    await access(join(folder, 'curves.svg'))
  })

  it('draw the training; what compression trains further is in the log alone', async () => {
    await record(told())
    const drawn = await events()
    await record([...told(), ...told().map((event) => ({ ...event, stage: 'fine-tune' }))])
    expect((await log()).filter(({ stage }) => stage === 'fine-tune')).toHaveLength(told().length)
    expect(await events()).toBe(drawn)
  })

  it('say what keeps them from the disk', async () => {
    await writeFile(join(folder, 'tensorboard'), 'a file in the way')
    const sink = runFolder(folder)
    expect(() => sink.see(about)).toThrow(/^MTL6003: cannot write .*tensorboard: a file is where a folder is needed/)
  })
})

describe('steps of a long run', () => {
  it('are kept at even distances, ten thousand at most', () => {
    expect([kept(100), kept(10_000), kept(10_001), kept(1_000_000)]).toEqual([100, 10_000, 5000, 10_000])
  })
})

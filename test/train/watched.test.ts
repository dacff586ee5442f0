/** What a run tells, and what it is warned of: with a real engine. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Engine } from '../../src/engine/engine.js'
import { lowerModel } from '../../src/lower/model.js'
import type { Progress } from '../../src/train/progress.js'
import { trainModel, type TrainOptions } from '../../src/train/train.js'
import { f32 } from '../../src/types/tensor.js'
import { memoryDataset } from './memory.js'
import { engine, plane, planeData, planeRows, train } from './problems.js'

let running: Engine
let folder: string
beforeEach(async () => {
  running = await engine()
  folder = await mkdtemp(join(tmpdir(), 'mtlc-watched-'))
})
afterEach(async () => {
  await running.close()
  await rm(folder, { recursive: true, force: true })
})

const model = plane()
/** What is told, without what depends on the clock. */
async function told(given: Partial<TrainOptions>): Promise<readonly Progress[]> {
  const events: Progress[] = []
  const options: TrainOptions = { graph: lowerModel(model, new Map()), model, train: train('adam', { lr: 0.02 }, { epochs: 2 }), dataset: planeData(model), engine: running, ...given }
  await trainModel({ ...options, onProgress: (event) => events.push(event) }).catch(() => undefined)
  return events
}
const clockless = (events: readonly Progress[]): readonly unknown[] =>
  events.map((event) => ({ ...event, time: 0, ...(event.kind === 'step' ? { samplesPerSecond: 0, secondsLeft: 0 } : event.kind === 'epoch' ? { seconds: 0 } : {}) }))
const findings = (events: readonly Progress[]) => events.flatMap((event) => (event.kind === 'finding' ? [event] : []))

/** `height` of every nth sample is this. */
function extreme(value: number, every: number): TrainOptions['dataset'] {
  const rows = planeRows(400, 0)
  const height = [...(rows.targets['height']?.data ?? [])].map((target, index) => (index % every === every - 1 ? value : Number(target)))
  return memoryDataset(model.data, { train: { ...rows, targets: { ...rows.targets, height: f32([400], height) } } })
}

describe('a run', () => {
  it('tells what it is, every step and epoch, and how it ended', async () => {
    const events = await told({})
    expect(events.map(({ kind }) => kind)).toEqual(['begin', ...Array.from({ length: 2 }, () => [...Array.from({ length: 13 }, () => 'step'), 'epoch']).flat(), 'end'])
    expect(events[0]).toMatchObject({ step: 0, epoch: 0, epochs: 2, stepsPerEpoch: 13, batch: 32, balance: 'static', samples: { train: 400, validation: 100 }, tasks: [{ name: 'side', loss: 'cross_entropy', weight: 1 }, { name: 'height', loss: 'mse' }] })
    expect(events.filter(({ kind }) => kind === 'step').map((event) => 'step' in event && event.step)).toEqual(Array.from({ length: 26 }, (_, index) => index + 1))
    expect(events.at(-1)).toMatchObject({ kind: 'end', step: 26, epochs: 2, interrupted: false })
  })

  it('tells the same when it goes on from a checkpoint', async () => {
    const whole = await told({})
    const controller = new AbortController()
    const checkpoint = { directory: folder, made: { 'the program': 'one' }, seconds: 1e9 }
    const first: Progress[] = []
    await trainModel({
      graph: lowerModel(model, new Map()), model, train: train('adam', { lr: 0.02 }, { epochs: 2 }), dataset: planeData(model), engine: running,
      checkpoint: { ...checkpoint, resume: false }, signal: controller.signal,
      onProgress(event) {
        first.push(event)
        if (event.kind === 'step' && event.step === 17) controller.abort()
      },
    })
    expect(first.at(-1)).toMatchObject({ kind: 'end', step: 17, interrupted: true })
    const second = await told({ checkpoint: { ...checkpoint, resume: true } })
    expect(second[0]).toMatchObject({ kind: 'begin', step: 17, epoch: 1, best: { epoch: 1 } })
    expect(clockless([...first.slice(0, -1), ...second.slice(1)])).toEqual(clockless(whole))
  })

  it('tells no loss of a task that had no target in the batch', async () => {
    // One sample of two batches has it.
    const side = f32([64], Array.from({ length: 64 }, (_, row) => Number(row === 5)))
    const rows = { ...planeRows(64, 0), masks: { side } }
    const events = await told({ dataset: memoryDataset(model.data, { train: rows }), epochs: 1 })
    const tasks = events.flatMap((event) => (event.kind === 'step' ? [Object.keys(event.losses)] : []))
    expect(tasks.toSorted((one, other) => one.length - other.length)).toEqual([['height'], ['side', 'height']])
  })

  it('tells the error that ends it, with its task', async () => {
    const events = await told({ dataset: extreme(Number.NaN, 100) })
    expect(events.at(-1)).toMatchObject({ kind: 'finding', tasks: ['height'], finding: { code: 'MTL6001', severity: 'error' } })
  })
})

describe('a run is warned', () => {
  it('of losses that are far apart, at the task that counts too much', async () => {
    const warned = findings(await told({ dataset: extreme(3000, 2), epochs: 4 }))
    expect(warned).toMatchObject([{ tasks: ['height', 'side'], finding: { code: 'MTL6401', span: model.tasks[1]?.span } }])
  })

  it('once, though it is stopped and goes on', async () => {
    const options = { dataset: extreme(3000, 2), checkpoint: { directory: folder, made: { 'the program': 'one' } } }
    expect(findings(await told({ ...options, epochs: 4, checkpoint: { ...options.checkpoint, resume: false } }))).toHaveLength(1)
    expect(findings(await told({ ...options, epochs: 4, checkpoint: { ...options.checkpoint, resume: true } }))).toEqual([])
  })

  it('of a sample whose target is a mistake', async () => {
    const codes = findings(await told({ dataset: extreme(1e5, 400), epochs: 4 })).map(({ finding, tasks }) => [finding.code, tasks[0]])
    expect(codes).toContainEqual([expect.stringMatching(/^MTL640[34]$/), 'height'])
  })

  it('of nothing while compression trains further', async () => {
    expect(findings(await told({ dataset: extreme(3000, 2), epochs: 4, stage: 'fine-tune' }))).toEqual([])
  })
})

import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Part, StaticValue, TypedTrain } from '../../src/check/typed.js'
import type { Engine } from '../../src/engine/engine.js'
import type { Weights } from '../../src/ir/graph.js'
import { lowerModel } from '../../src/lower/model.js'
import { chosenWeights, inspectCheckpoint } from '../../src/train/checkpoint.js'
import { evaluate } from '../../src/train/evaluate.js'
import { createEngine } from '../../src/engine/onnxruntime.js'
import { hashOfWeights } from '../../src/storage/hash.js'
import { readSafetensors } from '../../src/storage/safetensors.js'
import { trainModel, type TrainOptions } from '../../src/train/train.js'
import type { Progress } from '../../src/train/progress.js'
import { f32 } from '../../src/types/tensor.js'
import { method } from '../lower/build.js'
import { memoryDataset } from './memory.js'
import { engine, plane, planeData, planeRows, someMask, train } from './problems.js'

let running: Engine
let folder: string
beforeEach(async () => {
  running = await engine()
  folder = await mkdtemp(join(tmpdir(), 'mtlc-train-'))
})
afterEach(async () => {
  await running.close()
  await rm(folder, { recursive: true, force: true })
})

const adam: Record<string, StaticValue> = { lr: 0.01 }

/** Options for the plane with everything that a run can carry: momentum, running statistics, dropout, balance. */
function options(given: Partial<TrainOptions> = {}): TrainOptions {
  const model = given.model ?? plane({ dropout: 0.2, norm: true })
  return {
    graph: lowerModel(model, new Map()),
    model,
    train: train('adam', adam, { balance: method('uncertainty'), schedule: method('cosine', { warmup: 1 }) }),
    dataset: planeData(model),
    engine: running,
    ...given,
  }
}

const checkpoint = (resume: boolean, program = 'k', seconds = 60) => ({ directory: folder, resume, made: { 'the program': program }, seconds })

/** What the checkpoint of the folder holds. */
async function readValues(): Promise<Weights> {
  const { files } = JSON.parse(await readFile(join(folder, 'checkpoint.json'), 'utf8')) as { files: { values: string } }
  return readSafetensors(await readFile(join(folder, files.values)))
}

const bits = (weights: Weights) => new Map([...weights].map(([name, { data }]) => [name, [...data]]))

/** Aborts before the step with this number, counted over the run. */
function interruptAt(step: number): { readonly signal: AbortSignal; readonly dataset: TrainOptions['dataset'] } {
  const controller = new AbortController()
  const model = plane()
  let batches = 0
  // The next batch is made while a step runs: batch `step` while step `step − 1` does.
  const dataset = memoryDataset(
    model.data,
    { train: planeRows(400, 0), validation: planeRows(100, 1), test: planeRows(100, 2) },
    (part) => {
      if (part === 'train' && batches++ === step) controller.abort()
    },
  )
  return { signal: controller.signal, dataset }
}

describe('training', () => {
  test('learns both tasks, and tells how it goes', async () => {
    const told: Progress[] = []
    const model = plane()
    const trained = await trainModel(
      options({ model, train: train('adam', { lr: 0.02 }, { epochs: 15 }), onProgress: (progress) => told.push(progress) }),
    )
    const measured = await evaluate({ ...trained, model, dataset: planeData(model), part: 'test', engine: running })
    expect(measured['side']?.['accuracy']).toBeGreaterThan(0.85)
    expect(measured['height']?.['r2']).toBeGreaterThan(0.9)

    const epochs = told.filter((progress) => progress.kind === 'epoch')
    expect(epochs.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 15 }, (_, index) => index + 1))
    expect(epochs.at(-1)?.losses['side']).toBeLessThan((epochs[0]?.losses['side'] ?? 0) / 2)
    expect(epochs[0]?.taskWeights).toEqual({ side: 1, height: 1 })
    expect(told.find((progress) => progress.kind === 'step')).toMatchObject({ stage: 'train', epoch: 1, step: 1, taskWeights: { side: 1, height: 1 }, rate: 0.02 })
    expect(trained).toMatchObject({ epochsRun: 15, interrupted: false })
  })

  test('`none` trains a copy for each task', async () => {
    const model = plane({ scheme: 'none' })
    const trained = await trainModel(options({ model, train: train('adam', adam, { epochs: 2 }) }))
    expect([...trained.weights.keys()].filter((name) => name.includes('@'))).toEqual([
      'trunk@side.dense.weight', 'trunk@side.dense.bias', 'trunk@height.dense.weight', 'trunk@height.dense.bias',
    ])
  })

  test('two runs of one seed give the same bits; another seed, others', async () => {
    const first = await trainModel(options())
    expect(bits((await trainModel(options())).weights)).toEqual(bits(first.weights))
    const other = await trainModel(options({ train: { ...options().train, seed: 6 } }))
    expect(bits(other.weights)).not.toEqual(bits(first.weights))
  })

  test('begins from given weights, keeps frozen ones, and scales the rate', async () => {
    const model = plane()
    const initial = new Map([['side.dense.bias', f32([3], [1, 2, 3])]])
    const still = await trainModel(options({ model, initial, learningRateScale: 0, epochs: 1 }))
    expect([...(still.weights.get('side.dense.bias')?.data ?? [])]).toEqual([1, 2, 3])
    const frozen = await trainModel(options({ model, initial, frozen: (name) => name.startsWith('side.'), epochs: 1 }))
    expect([...(frozen.weights.get('side.dense.bias')?.data ?? [])]).toEqual([1, 2, 3])
    expect(bits(frozen.weights).get('trunk.dense.weight')).not.toEqual(bits(still.weights).get('trunk.dense.weight'))
  })

  test('a sample without a target teaches the other task alone', async () => {
    const model = plane()
    const rows = { ...planeRows(400, 0), masks: { side: someMask(400, 0) } }
    const data = memoryDataset(model.data, { train: rows, validation: planeRows(50, 1) })
    // Where none at all has one, training is refused, unless the data set does not know.
    const dataset = { ...data, count: (part: Part) => data.count(part) }
    const trained = await trainModel(options({ model, dataset, epochs: 2 }))
    const start = await trainModel(options({ model, dataset, epochs: 1, learningRateScale: 0 }))
    expect(bits(trained.weights).get('side.dense.weight')).toEqual(bits(start.weights).get('side.dense.weight'))
    expect(bits(trained.weights).get('height.dense.weight')).not.toEqual(bits(start.weights).get('height.dense.weight'))
    expect(trained.balance['steps']).toEqual([0, 26])
  })

  test('a data set without training samples is a finding', async () => {
    const model = plane()
    await expect(trainModel(options({ model, dataset: planeData(model, { test: 10 }) }))).rejects.toMatchObject({
      diagnostics: [{ code: 'MTL6007', message: expect.stringContaining('train') }],
    })
  })

  test('a task without any target in the training part is a finding, and in the validation part a warning', async () => {
    const model = plane()
    const without = { ...planeRows(50, 0), masks: { side: someMask(50, 0) } }
    const untaught = memoryDataset(model.data, { train: without, validation: planeRows(50, 1) })
    await expect(trainModel(options({ model, dataset: untaught }))).rejects.toMatchObject({ diagnostics: [{ code: 'MTL6009', message: expect.stringContaining('`side`') }] })

    const told: Progress[] = []
    const unvalidated = memoryDataset(model.data, { train: planeRows(50, 1), validation: without })
    const { validation } = await trainModel(options({ model, dataset: unvalidated, epochs: 1, onProgress: (event) => told.push(event) }))
    expect(validation['side']?.['accuracy']).toBeNaN()
    expect(told.flatMap((event) => (event.kind === 'finding' ? [[event.finding.code, event.tasks]] : []))).toEqual([['MTL6010', ['side']]])
  })

  test('so is measuring on a part without samples', async () => {
    const model = plane()
    const weights = (await trainModel(options({ model, epochs: 1 }))).weights
    const empty = evaluate({ graph: lowerModel(model, new Map()), weights, model, dataset: planeData(model, { train: 10 }), part: 'test', engine: running })
    await expect(empty).rejects.toMatchObject({ diagnostics: [{ code: 'MTL6007' }] })
  })
})

describe('settings of a run', () => {
  test('an average is what is validated, selected and given; the training goes on from the weights themselves', async () => {
    const model = plane({ norm: true })
    const given = options({ model, train: train('adam', adam, { average: method('ema', { decay: 0.9 }) }), checkpoint: checkpoint(false) })
    const averaged = await trainModel(given)
    const stored = await readValues()
    const plain = await trainModel(options({ model, train: train('adam', adam) }))
    expect(averaged.bestEpoch).toBe(3)
    for (const [name, { data }] of averaged.weights) {
      expect([...data], name).toEqual([...(stored.get(`average:${name}`)?.data ?? [])])
      expect([...(stored.get(name)?.data ?? [])], name).toEqual([...(plain.weights.get(name)?.data ?? [])])
      expect([...data], name).not.toEqual([...(stored.get(name)?.data ?? [])])
    }
    expect(await evaluate({ ...averaged, model, dataset: planeData(model), part: 'validation', engine: running })).toEqual(averaged.validation)
  })

  test('gathering more batches than an epoch has is told', async () => {
    const told: Progress[] = []
    await trainModel(options({ train: train('adam', adam, { epochs: 1, accumulate: 20 }), onProgress: (event) => told.push(event) }))
    expect(told.flatMap((event) => (event.kind === 'note' ? [event.message] : []))).toEqual(['an epoch has 13 batches, so that `accumulate 20` gathers no more than these'])
  })

  test('frozen weights and statistics stay as they began, and the rest learns', async () => {
    const model = plane({ norm: true })
    const initial = (await trainModel(options({ model, epochs: 1 }))).weights
    const trained = await trainModel(options({ model, initial, train: train('adam', { lr: 0.02 }, { freeze: ['trunk', 'height.dense.bias'] }) }))
    expect(trained.bestEpoch).toBeGreaterThan(0)
    const moved = [...trained.weights.keys()].filter((name) => String(trained.weights.get(name)?.data) !== String(initial.get(name)?.data))
    expect(moved).toEqual(['side.dense.weight', 'side.dense.bias', 'height.dense.weight'])
  })

  test.each([['cosine', { warmup: 1 }], ['linear', { warmup: { dimension: 'steps', value: 5 } }], ['one_cycle', {}]] as const)(
    'accumulate 4 over batches of 8 trains as batches of 32 do, under the schedule %s',
    async (schedule, given) => {
      const model = plane()
      const dataset = planeData(model, { train: 128, validation: 32 })
      const way = (more: Partial<TypedTrain>) => options({ model, dataset, train: train('adam', adam, { schedule: method(schedule, given), ...more }) })
      const [small, large] = [await trainModel(way({ batch: 8, accumulate: 4 })), await trainModel(way({ batch: 32 }))]
      expect(small.bestEpoch).toBe(large.bestEpoch)
      for (const [name, { data }] of large.weights) {
        for (const [index, value] of [...data].entries()) expect(Number(small.weights.get(name)?.data[index]), name).toBeCloseTo(Number(value), 4)
      }
    },
  )

  test('a plateau lowers the rate: here, to where nothing moves any more', async () => {
    const plateau = method('plateau', { patience: 1, factor: 1e-12, metric: 'height.mae' })
    const validations: unknown[] = []
    const told = (progress: Progress) => void (progress.kind === 'epoch' && validations.push(progress.validation))
    await trainModel(options({ model: plane(), train: train('sgd', { lr: 0.12 }, { epochs: 8, schedule: plateau }), checkpoint: checkpoint(false), onProgress: told }))
    expect(validations[1]).not.toEqual(validations[0])
    expect(validations[7]).toEqual(validations[6])
    expect((await inspectCheckpoint(folder))?.seen?.drops).toBeGreaterThan(0)
  })
})

/** A data set that tells what is asked of it. */
function asked(count: number): { readonly dataset: TrainOptions['dataset']; readonly sizes: number[]; readonly augmented: Set<string> } {
  const inner = planeData(plane(), { train: count, validation: 20 })
  const [sizes, augmented]: [number[], Set<string>] = [[], new Set()]
  const dataset: TrainOptions['dataset'] = {
    ...inner,
    async *batches(part, given) {
      if (given.augment === true) augmented.add(part)
      for await (const batch of inner.batches(part, given)) {
        if (part === 'train') sizes.push(batch.size)
        yield batch
      }
    },
  }
  return { dataset, sizes, augmented }
}

describe('the batches of an epoch', () => {
  test.each([
    [64, [32, 32]],
    [66, [32, 32, 2]],
    [65, [32, 32]],
    [1, [1]],
  ])('of %j samples have the sizes %j: a last one of a single sample is left out', async (count, expected) => {
    const { dataset, sizes } = asked(count)
    await trainModel(options({ dataset, epochs: 1 }))
    expect(sizes).toEqual(expected)
  })

  test('are augmented where the model is trained, and nowhere else', async () => {
    const { dataset, augmented } = asked(64)
    const { weights } = await trainModel(options({ dataset, epochs: 1 }))
    await trainModel(options({ dataset, epochs: 1, initial: weights, stage: 'fine-tune' }))
    expect([...augmented]).toEqual(['train'])
  })

  test('are given away to the engine', async () => {
    const given: (boolean | undefined)[] = []
    const telling: Engine = {
      ...running,
      async load(program) {
        const session = await running.load(program)
        return { run: (inputs, how) => (given.push(how?.give), session.run(inputs, how)), read: () => session.read(), time: (...how) => session.time(...how), close: () => session.close() }
      },
    }
    await trainModel(options({ engine: telling, dataset: asked(64).dataset, epochs: 1 }))
    expect(new Set(given)).toEqual(new Set([true]))
  })
})

describe('selection', () => {
  test('keeps the epoch that did best on the validation part', async () => {
    const epochs: Extract<Progress, { kind: 'epoch' }>[] = []
    const trained = await trainModel(
      // So large a rate that later epochs are often worse.
      options({ train: train('sgd', { lr: 0.12 }, { epochs: 8 }), onProgress: (progress) => progress.kind === 'epoch' && epochs.push(progress) }),
    )
    expect(trained.validation).toEqual(epochs.find(({ epoch }) => epoch === trained.bestEpoch)?.validation)
    expect(epochs.findLast(({ best }) => best)?.epoch).toBe(trained.bestEpoch)
  })

  test('given weights compete as epoch 0: what was learned already is not lost', async () => {
    const notes: string[] = []
    const good = await trainModel(options({ model: plane(), train: train('adam', { lr: 0.02 }, { epochs: 10 }) }))
    const spoilt = await trainModel(
      options({ model: plane(), initial: good.weights, train: train('adam', { lr: 1 }, { epochs: 2 }), checkpoint: checkpoint(false), onProgress: (progress) => progress.kind === 'note' && notes.push(progress.message) }),
    )
    expect(spoilt).toMatchObject({ bestEpoch: 0, epochsRun: 2, validation: good.validation })
    expect(bits(spoilt.weights)).toEqual(bits(good.weights))
    expect(notes).toEqual([expect.stringContaining('no epoch did better')])
    // So does a checkpoint of the run remember them.
    const resumed = await trainModel(options({ model: plane(), initial: good.weights, train: train('adam', { lr: 1 }, { epochs: 3 }), checkpoint: checkpoint(true) }))
    expect(resumed).toMatchObject({ bestEpoch: 0, validation: good.validation })

    const better = await trainModel(options({ model: plane(), initial: good.weights, train: train('adam', { lr: 0.02 }, { epochs: 5 }) }))
    expect(better.bestEpoch).toBeGreaterThan(0)
  })

  test('interrupted while it judges given weights, a run does so again when it is resumed', async () => {
    const initial = (await trainModel(options({ epochs: 1 }))).weights
    const controller = new AbortController()
    const dataset = memoryDataset(options().model.data, { train: planeRows(400, 0), validation: planeRows(100, 1) }, () => controller.abort())
    const stopped = await trainModel(options({ initial, dataset, signal: controller.signal, checkpoint: checkpoint(false) }))
    expect(stopped).toMatchObject({ interrupted: true, epochsRun: 0 })
    const resumed = await trainModel(options({ initial, checkpoint: checkpoint(true) }))
    expect(bits(resumed.weights)).toEqual(bits((await trainModel(options({ initial }))).weights))
  })

  test('without a validation part it is the last epoch, and a note says so', async () => {
    const notes: string[] = []
    const model = plane()
    const trained = await trainModel(
      options({ model, dataset: planeData(model, { train: 100 }), onProgress: (progress) => progress.kind === 'note' && notes.push(progress.message) }),
    )
    expect(trained).toMatchObject({ bestEpoch: 3, validation: {} })
    expect(notes).toEqual([expect.stringContaining('no validation part')])
  })

  test('stops early when there has been nothing better for `patience` epochs', async () => {
    const notes: string[] = []
    const trained = await trainModel(options({
      learningRateScale: 0, train: { ...options().train, epochs: 50, stop: method('early', { patience: 3 }) }, model: plane(),
      onProgress: (progress) => progress.kind === 'note' && notes.push(progress.message),
    }))
    expect(trained).toMatchObject({ epochsRun: 4, bestEpoch: 1 })
    expect(notes).toEqual(['stopped early after epoch 4: none was better than epoch 1'])
  })
})

describe('checkpoints', () => {
  test.each([['after the first step', 1], ['within an epoch', 20], ['at the end of an epoch', 26]])(
    'interrupted %s and resumed, a run ends in the same bits as one that was not',
    async (_name, step) => {
      const whole = await trainModel(options())
      const stopped = await trainModel(options({ ...interruptAt(step), checkpoint: checkpoint(false) }))
      expect(stopped.interrupted).toBe(true)
      expect((await inspectCheckpoint(folder))?.finished).toBe(false)

      const resumed = await trainModel(options({ checkpoint: checkpoint(true) }))
      expect(bits(resumed.weights)).toEqual(bits(whole.weights))
      expect(resumed).toMatchObject({ bestEpoch: whole.bestEpoch, validation: whole.validation, balance: whole.balance, interrupted: false })
    },
  )

  test.each([['in the middle of a group of batches', 20], ['at the end of an epoch', 26]])(
    'so does one that gathers gradients, averages weights and watches a plateau, interrupted %s',
    async (_name, step) => {
      const more: Partial<TypedTrain> = {
        accumulate: 3,
        clip: method('norm', { max: 0.5 }),
        average: method('ema', { decay: 0.9 }),
        schedule: method('plateau', { patience: 1, factor: 0.5 }),
        rates: [{ factor: 0.5, paths: ['trunk'] }],
        freeze: ['side'],
      }
      const given = (): TrainOptions => options({ train: train('adam', { lr: 0.3 }, { ...more, epochs: 4 }) })
      const whole = await trainModel({ ...given(), checkpoint: { ...checkpoint(false), directory: join(folder, 'whole') } })
      const stopped = await trainModel({ ...given(), ...interruptAt(step), checkpoint: checkpoint(false) })
      expect(stopped.interrupted).toBe(true)
      const resumed = await trainModel({ ...given(), checkpoint: checkpoint(true) })
      expect(bits(resumed.weights)).toEqual(bits(whole.weights))
      expect(resumed.validation).toEqual(whole.validation)
      const [first, second] = [await inspectCheckpoint(join(folder, 'whole')), await inspectCheckpoint(folder)]
      expect(second?.seen).toEqual(first?.seen)
      // So large a rate does not get better for long: the plateau was seen.
      expect(first?.seen?.drops).toBeGreaterThan(0)
    },
  )

  test('interrupted while it validates, a run does so again when it is resumed', async () => {
    const whole = await trainModel(options())
    const controller = new AbortController()
    const dataset = memoryDataset(options().model.data, { train: planeRows(400, 0), validation: planeRows(100, 1) }, (part) => {
      if (part === 'validation') controller.abort()
    })
    const stopped = await trainModel(options({ dataset, signal: controller.signal, checkpoint: checkpoint(false) }))
    expect(stopped).toMatchObject({ interrupted: true, epochsRun: 0 })
    expect(await inspectCheckpoint(folder)).toMatchObject({ epoch: 0, step: 13 })
    const resumed = await trainModel(options({ checkpoint: checkpoint(true) }))
    expect(bits(resumed.weights)).toEqual(bits(whole.weights))
  })

  test('a finished run is taken as it is', async () => {
    const first = await trainModel(options({ checkpoint: checkpoint(false) }))
    let steps = 0
    const again = await trainModel(
      options({ checkpoint: checkpoint(true), dataset: memoryDataset(options().model.data, { train: planeRows(400, 0) }, () => steps++) }),
    )
    expect(steps).toBe(0)
    expect(bits(again.weights)).toEqual(bits(first.weights))
    expect(again).toMatchObject({ validation: first.validation, bestEpoch: first.bestEpoch, epochsRun: 3 })
  })

  test('the folder holds one JSON and the files that it names; what a killed run left goes', async () => {
    for (const left of ['checkpoint.json.12.tmp', 'state-1-2-a.safetensors', 'best-1-a.safetensors.12.tmp']) await writeFile(join(folder, left), '')
    await trainModel(options({ checkpoint: checkpoint(false) }))
    const { files } = JSON.parse(await readFile(join(folder, 'checkpoint.json'), 'utf8')) as { files: { values: string; best: string } }
    expect((await readdir(folder)).toSorted()).toEqual([files.best, 'checkpoint.json', files.values].toSorted())
    const values = readSafetensors(await readFile(join(folder, files.values)))
    expect([...values.keys()]).toContain('trunk.norm.running_mean')
    expect([...values.keys()]).toContain('first:trunk.dense.weight')
  })

  test('within a long epoch one is written from time to time; it changes nothing', async () => {
    const plainly = await trainModel(options())
    const often = await trainModel(options({ checkpoint: checkpoint(false, 'k', 0) }))
    expect(bits(often.weights)).toEqual(bits(plainly.weights))
  })

  test('one of another program is not resumed', async () => {
    await trainModel(options({ checkpoint: checkpoint(false), epochs: 1 }))
    await expect(trainModel(options({ checkpoint: checkpoint(true, 'other') }))).rejects.toMatchObject({
      diagnostics: [{ code: 'MTL6005', message: expect.stringContaining('was made otherwise: the program k, now other') }],
    })
  })

  test('where there is none, resuming begins at the beginning', async () => {
    const notes: string[] = []
    const trained = await trainModel(
      options({ checkpoint: checkpoint(true), epochs: 1, onProgress: (progress) => progress.kind === 'note' && notes.push(progress.message) }),
    )
    expect(trained.epochsRun).toBe(1)
    expect(notes).toEqual([expect.stringContaining('no checkpoint')])
  })

  test.each([
    ['is no JSON', () => writeFile(join(folder, 'checkpoint.json'), '{"version": 1, "fi')],
    ['is of another version', () => writeFile(join(folder, 'checkpoint.json'), '{"version": 99}')],
    ['has lost its weights', async () => {
      const values = (await readdir(folder)).filter((name) => name.startsWith('state-'))
      await Promise.all(values.map((name) => rm(join(folder, name))))
    }],
    ['was cut short', async () => {
      const [values = ''] = (await readdir(folder)).filter((name) => name.startsWith('state-'))
      await writeFile(join(folder, values), (await readFile(join(folder, values))).subarray(0, -100))
    }],
  ])('one that %s is a finding', async (_name, damage) => {
    await trainModel(options({ checkpoint: checkpoint(false), epochs: 1 }))
    await damage()
    await expect(trainModel(options({ checkpoint: checkpoint(true) }))).rejects.toMatchObject({ diagnostics: [{ code: 'MTL6006' }] })
  })

  test('a folder that cannot be written to is a finding', async () => {
    await writeFile(join(folder, 'file'), '')
    const directory = join(folder, 'file', 'below')
    await expect(trainModel(options({ checkpoint: { ...checkpoint(false), directory } }))).rejects.toMatchObject({
      diagnostics: [{ code: 'MTL6003', message: expect.stringContaining('is a file, not a folder') }],
    })
  })

  test('when one cannot be written, the one before it is as it was', async () => {
    await trainModel(options({ ...interruptAt(20), checkpoint: checkpoint(false) }))
    const before = await inspectCheckpoint(folder)
    // A folder where the JSON is written beside its place: opening that fails, as it does on a full disk.
    await mkdir(join(folder, `checkpoint.json.${process.pid}.tmp`))
    await expect(trainModel(options({ checkpoint: checkpoint(true) }))).rejects.toMatchObject({ diagnostics: [{ code: 'MTL6003' }] })
    expect(await inspectCheckpoint(folder)).toEqual(before)

    await rm(join(folder, `checkpoint.json.${process.pid}.tmp`), { recursive: true, force: true })
    const resumed = await trainModel(options({ checkpoint: checkpoint(true) }))
    expect(bits(resumed.weights)).toEqual(bits((await trainModel(options())).weights))
  })
})

const storedHash = async () => (await inspectCheckpoint(folder))?.weights

describe('a run can be repeated', () => {
  const model = plane({ dropout: 0.2, norm: true })
  const parts = { train: planeRows(100, 0), validation: planeRows(40, 1) }
  const small = (given: Partial<TrainOptions> = {}) => options({ model, dataset: memoryDataset(model.data, parts), ...given })
  const steps = 3 * 4

  test('stopped after any of its steps and resumed, it ends in the same bits, moments and running statistics included', async () => {
    const whole = hashOfWeights((await trainModel(small())).weights)
    for (let stop = 1; stop < steps; stop++) {
      const controller = new AbortController()
      let batches = 0
      const dataset = memoryDataset(model.data, parts, (part) => {
        if (part === 'train' && batches++ === stop) controller.abort()
      })
      expect(await trainModel(small({ dataset, signal: controller.signal, checkpoint: checkpoint(false) }))).toMatchObject({ interrupted: true })
      const found = await inspectCheckpoint(folder)
      expect((found?.epoch ?? 0) * 4 + (found?.step ?? 0)).toBe(stop)
      expect(hashOfWeights((await trainModel(small({ checkpoint: checkpoint(true) }))).weights), `stopped at step ${stop}`).toBe(whole)
    }
  })

  test('the checkpoint says the hash of what it ended with, and nothing before', async () => {
    await trainModel(small({ ...interruptAt(2), checkpoint: checkpoint(false) }))
    expect(await storedHash()).toBeUndefined()
    const { weights } = await trainModel(small({ checkpoint: checkpoint(false) }))
    expect(await storedHash()).toBe(hashOfWeights(weights))
  })

  test('without a validation part, the weights of the end are kept as they are', async () => {
    const dataset = memoryDataset(model.data, { train: parts.train })
    const { weights } = await trainModel(small({ dataset, frozen: (name) => name.startsWith('side.'), checkpoint: checkpoint(false) }))
    const kept = readSafetensors(await readFile((await chosenWeights(folder)) ?? ''))
    // Frozen ones too, which the state of the run does not hold.
    expect([...kept.keys()]).toContain('side.dense.weight')
    expect(hashOfWeights(kept)).toBe(hashOfWeights(weights))
    expect(await storedHash()).toBe(hashOfWeights(weights))
  })

  test('on two threads as on one: not promised, but so for networks like this', async () => {
    const two = await createEngine({ threads: 2, inline: true })
    const [one, other] = [await trainModel(small()), await trainModel(small({ engine: two }))]
    await two.close()
    expect(hashOfWeights(other.weights)).toBe(hashOfWeights(one.weights))
  })
})

describe('numbers that are not finite', () => {
  test('a loss that turns NaN is a finding that names the task; the last checkpoint is kept', async () => {
    const model = plane()
    const good = options({ model, checkpoint: { directory: folder, resume: false, made: { 'the program': 'k' } }, ...interruptAt(20) })
    await trainModel(good)
    const before = await inspectCheckpoint(folder)

    const rows = planeRows(400, 0)
    const broken = { ...rows, targets: { ...rows.targets, height: f32([400], new Float32Array(400).fill(Number.NaN)) } }
    const dataset = memoryDataset(model.data, { train: broken, validation: planeRows(50, 1) })
    await expect(trainModel(options({ model, dataset, checkpoint: { directory: folder, resume: true, made: { 'the program': 'k' } } }))).rejects.toMatchObject({
      diagnostics: [{ code: 'MTL6001', message: 'the loss of task `height` became NaN at step 21', span: { file: expect.any(String) } }],
    })
    expect(await inspectCheckpoint(folder)).toEqual(before)
  })

  test('weights that overflow in the last step of an epoch are found before they are kept', async () => {
    const model = plane()
    const oneStep = memoryDataset(model.data, { train: planeRows(32, 0), validation: planeRows(32, 1) })
    const wild = options({ model, dataset: oneStep, train: train('sgd', { lr: 1e39 }), checkpoint: { directory: folder, resume: false, made: { 'the program': 'k' } } })
    await expect(trainModel(wild)).rejects.toMatchObject({ diagnostics: [{ code: 'MTL6002', message: expect.stringContaining('after step 1') }] })
    expect(await readdir(folder)).toEqual([])
  })
})

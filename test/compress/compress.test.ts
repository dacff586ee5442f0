import { describe, expect, it } from 'vitest'
import type { BatchOptions, Dataset } from '../../src/data/dataset.js'
import { graphCost } from '../../src/ir/cost.js'
import { readOnnx } from '../../src/onnx/read.js'
import { evaluateSession } from '../../src/train/evaluate.js'
import { elementCount, f32, scalar } from '../../src/types/tensor.js'
import { method } from '../lower/build.js'
import { train } from '../train/problems.js'
import { engine } from './networks.js'
import { clock, compressed, dataset, findings, int8, line, made, prune, trained, training } from './workbench.js'

const codes = (list: readonly { readonly code: string }[]) => list.map(({ code }) => code)
const kept = (result: { readonly plan: { readonly groups: readonly { readonly name: string; readonly kept: number }[] } }) =>
  Object.fromEntries(result.plan.groups.map(({ name, kept: count }) => [name, count]))

describe('compress', () => {
  it('prunes just as far as the size line asks, and says what every line reached', async () => {
    const result = await compressed({ prune: prune(), budget: [line('size', '<=', 9000), line('side.accuracy', '>=', -0.1, 'offset')] })
    expect(result.onnx.length).toBeLessThanOrEqual(9000)
    // One block more would have been too much: the file is near the line.
    expect(result.onnx.length).toBeGreaterThan(6000)
    expect(result.lines.map(({ text, met, unit }) => [text, met, unit])).toEqual([
      ['size <= 9000', true, 'B'], ['side.accuracy >= -0.1', true, 'accuracy'],
    ])
    expect(result.lines[0]?.reached).toBe(result.onnx.length)
    expect(result.bindingLine).toBe('size <= 9000')
    // Groups this wide keep whole blocks of 16 in f32.
    expect(Object.values(kept(result)).map((count) => count % 16)).toEqual([0, 0])
    expect(result.plan.epochs).toEqual({ fineTune: 2, aware: 0 })
  })

  it('gives the file whose quality it measured', async () => {
    const result = await compressed({ prune: prune({ ratio: 0.5 }), quantize: int8(), budget: [line('side.accuracy', '>=', 0.5)] })
    expect(kept(result)).toEqual({ 'trunk.wide': 32, 'trunk.deep': 24 })
    const session = await (await engine()).open(result.onnx)
    const metrics = await evaluateSession({ session, model: made, dataset, part: 'validation' })
    await session.close()
    expect(metrics['side']?.['accuracy']).toBe(result.lines[0]?.reached)
    const file = readOnnx(result.onnx)
    expect(file.counts['QuantizeLinear']).toBeGreaterThan(0)
    expect(file.outputs.map(({ name, type }) => [name, type.dtype])).toEqual([['side', 'f32'], ['height', 'f32']])
    expect(result.plan.quantized).toEqual(['trunk.wide', 'trunk.deep', 'side.out', 'height.out'])
  })

  it('meets params and macs lines exactly', async () => {
    const result = await compressed({ prune: prune(), budget: [line('params', '<=', 1500), line('macs', '<=', 1200)] })
    const cost = graphCost(result.graph)
    expect(result.lines.map(({ reached }) => reached)).toEqual([cost.params, cost.macs])
    expect(cost.params).toBeLessThanOrEqual(1500)
    expect(cost.macs).toBeLessThanOrEqual(1200)
  })

  it('trains with rounding and a teacher where the file says so', async () => {
    const { plan, progress, lines } = await compressed({
      quantize: int8({ aware: { dimension: 'epochs', value: 1 } }),
      distill: method('dense', { temperature: 4 }),
      budget: [line('side.accuracy', '>=', -0.05, 'offset')],
    })
    expect(plan).toMatchObject({ int8: true, distilled: true, epochs: { fineTune: 0, aware: 1 } })
    expect(new Set(progress.filter(({ kind }) => kind === 'epoch').map(({ stage }) => stage))).toEqual(new Set(['quantisation-aware']))
    expect(lines.every(({ met }) => met)).toBe(true)
  })

  it('fine-tunes with the teacher where `distill` stands alone', async () => {
    const { plan, progress } = await compressed({ quantize: int8(), distill: method('dense', { temperature: 4 }) })
    expect(plan).toMatchObject({ int8: true, distilled: true, epochs: { fineTune: 2, aware: 0 } })
    expect(new Set(progress.filter(({ kind }) => kind === 'epoch').map(({ stage }) => stage))).toEqual(new Set(['fine-tune']))
  })

  it('fine-tunes by the settings of `train`: what it freezes stays', async () => {
    const more = { freeze: ['trunk'], accumulate: 2, clip: method('norm'), average: method('ema', { decay: 0.9 }), rates: [{ factor: 0.5, paths: ['side'] }] }
    const { weights } = await compressed({ distill: method('dense', { temperature: 4 }) }, { train: { ...training, ...more } })
    const before = (await trained()).weights
    const changed = [...weights.keys()].filter((name) => before.has(name) && String(weights.get(name)?.data) !== String(before.get(name)?.data))
    expect(changed.toSorted()).toEqual(['height.out.bias', 'height.out.weight', 'side.out.bias', 'side.out.weight'])
  })

  it('does not speak of distilling where nothing was trained', async () => {
    const { plan } = await compressed({ budget: [line('size', '<=', 100_000)] })
    expect(plan).toMatchObject({ distilled: false, epochs: { fineTune: 0, aware: 0 } })
  })

  it('counts the epochs of a second fine-tuning with those of the first', async () => {
    const parts = { prune: prune({ ratio: 0.5 }), budget: [line('height.rmse', '<=', 0.001)] }
    const { plan, progress } = await compressed(parts, { bestEffort: true })
    expect(progress.filter((event) => event.kind === 'epoch' && event.epoch > 0).length).toBe(6)
    expect(plan.epochs.fineTune).toBe(6)
  })

  it('leaves alone what `keep` names', async () => {
    const result = await compressed({ prune: prune({ ratio: 0.5 }), quantize: int8(), keep: ['side'] })
    // The head reads the deep layer, which must stay as wide as it is.
    expect(kept(result)).toEqual({ 'trunk.wide': 32 })
    expect(result.plan.frozen).toContainEqual({ name: 'trunk.deep', channels: 48, reason: 'keep side' })
    expect(result.weights.get('side.out.weight')).toMatchObject({ dtype: 'f32', shape: [3, 48] })
    expect(result.weights.get('trunk.deep.weight')).toMatchObject({ dtype: 's8', shape: [48, 32] })
  })

  it('chooses int8 by itself where a budget stands alone, and prunes only where that is not enough', async () => {
    const small = await compressed({ budget: [line('size', '<=', 9000), line('side.accuracy', '>=', -0.1, 'offset')] })
    expect([small.plan.int8, kept(small)]).toEqual([true, { 'trunk.wide': 64, 'trunk.deep': 48 }])
    const smaller = await compressed({ budget: [line('size', '<=', 5500)] })
    expect(smaller.onnx.length).toBeLessThanOrEqual(5500)
    expect(Object.values(kept(smaller)).some((count) => count < 48)).toBe(true)
  })

  it('goes ever narrower where only quality bounds the budget', async () => {
    const { plan, lines } = await compressed({ prune: prune({ importance: 'l2' }), budget: [line('side.accuracy', '>=', 0.6)] })
    expect(lines.every(({ met }) => met)).toBe(true)
    expect(plan.groups.reduce((sum, { kept: count }) => sum + count, 0)).toBeLessThan(112)
  })

  it('keeps all channels where only the whole model holds the quality', async () => {
    // Further training that learns nothing cannot make up for channels that were lost at random.
    const still = train('adam', { lr: 1e-12 }, { epochs: 6 })
    const parts = { prune: prune({ importance: 'random' }), budget: [line('height.rmse', '<=', 1.001, 'factor')] }
    const { plan, lines, progress } = await compressed(parts, { train: still })
    expect(progress.flatMap((event) => (event.kind === 'note' && event.message.startsWith('keeping') ? [event.message] : []))).toEqual([
      'keeping channels: 48 of 64 in trunk.wide, 32 of 48 in trunk.deep; f32', 'keeping all channels; f32',
    ])
    expect(kept({ plan })).toEqual({ 'trunk.wide': 64, 'trunk.deep': 48 })
    expect(lines.map(({ met }) => met)).toEqual([true])
  })

  it('prunes nothing where the budget is met without, and no quality says how far to go', async () => {
    const result = await compressed({ prune: prune(), budget: [line('size', '<=', 100_000)] })
    expect(kept(result)).toEqual({ 'trunk.wide': 64, 'trunk.deep': 48 })
    expect(result.progress.map((event) => (event.kind === 'note' ? event.message : '')).join()).toContain('nothing is pruned')
  })

  it('holds a latency line by timing the file', async () => {
    const { lines } = await compressed({ prune: prune({ importance: 'l1' }), budget: [line('latency', '<=', 1000), line('size', '<=', 12_000)] })
    expect(lines.map(({ met, unit }) => [met, unit])).toEqual([[true, 'ms'], [true, 'B']])
  })

  it('leaves a tenth of a latency line to spare, whether channels go or all stay', async () => {
    const parts = { prune: prune({ importance: 'l1' }), budget: [line('latency', '<=', 1)] }
    const whole = (await compressed({})).onnx.length
    const spared = await compressed(parts, { engine: await clock((bytes) => (0.89 * bytes) / whole) })
    expect(kept(spared)).toEqual({ 'trunk.wide': 64, 'trunk.deep': 48 })
    const near = await compressed(parts, { engine: await clock((bytes) => (0.95 * bytes) / whole) })
    expect((0.95 * near.onnx.length) / whole).toBeLessThanOrEqual(0.9)
    expect(near.bindingLine).toBe('latency <= 1')
  })

  it('measures ranges and importance on samples that are not augmented, which the seed of the training chooses', async () => {
    const asked: BatchOptions[] = []
    const watched: Dataset = { ...dataset, batches: (part, options) => (asked.push(options), dataset.batches(part, options)) }
    const seeds = async (seed: number) => {
      asked.length = 0
      await compressed({ prune: prune({ ratio: 0.5 }), quantize: int8() }, { dataset: watched, train: { ...training, seed } })
      return asked.filter(({ augment, shuffle }) => augment !== true && shuffle !== undefined).map(({ limit, shuffle }) => [limit, shuffle?.seed])
    }
    // Ten batches of gradients, then 128 samples in batches of 64.
    expect(await seeds(5)).toEqual([[10, 5], [2, 5]])
    expect(await seeds(6)).toEqual([[10, 6], [2, 6]])
  })

  it('is the same from run to run', async () => {
    const parts = { prune: prune(), quantize: int8(), budget: [line('size', '<=', 5500)] }
    const [a, b] = [await compressed(parts), await compressed(parts)]
    expect(Buffer.from(a.onnx).equals(Buffer.from(b.onnx))).toBe(true)
  })

  it('does not touch the trained model', async () => {
    const before = new Map([...(await trained()).weights].map(([name, { data }]) => [name, [...data].map(Number)]))
    await compressed({ prune: prune({ ratio: 0.5, importance: 'random' }) })
    for (const [name, values] of before) expect([...((await trained()).weights.get(name)?.data ?? [])].map(Number)).toEqual(values)
  })
})

describe('an interruption', () => {
  it('is heard while widths are drafted, before anything is trained', async () => {
    const controller = new AbortController()
    const notes: string[] = []
    setImmediate(() => controller.abort(new Error('interrupted')))
    const running = compressed(
      { prune: prune({ importance: 'l1' }), budget: [line('size', '<=', 6000)] },
      { signal: controller.signal, onProgress: (event) => notes.push(event.kind === 'note' ? event.message : event.kind) },
    )
    await expect(running).rejects.toThrow('interrupted')
    expect(notes).toEqual([])
  })

  it('is heard between the timings of a file', async () => {
    const controller = new AbortController()
    let runs = 0
    const stopping = await clock(() => {
      runs += 1
      controller.abort(new Error('interrupted'))
      return 1
    })
    const budget = [line('latency', '<=', 1000)]
    await expect(compressed({ prune: prune(), budget }, { engine: stopping, signal: controller.signal })).rejects.toThrow('interrupted')
    // The first few runs, which say how many will follow.
    expect(runs).toBe(5)
  })
})

describe('a budget that cannot be met', () => {
  it('is refused before any training where the size alone rules it out', async () => {
    const progress: string[] = []
    const [finding] = await findings(
      { prune: prune({ importance: 'l1' }), budget: [line('size', '<=', 500)] },
      { onProgress: ({ kind }) => progress.push(kind) },
    )
    expect(finding).toMatchObject({ code: 'MTL5001', span: line('size', '<=', 500).span })
    expect(finding?.message).toMatch(/^the budget line `size <= 500` cannot be met: the closest point reaches [0-9.]+ KB$/)
    expect(progress).not.toContain('epoch')
  })

  it('is refused before any training where even the narrowest model is too slow', async () => {
    const progress: string[] = []
    const [finding] = await findings(
      { prune: prune({ importance: 'l1' }), budget: [line('latency', '<=', 1)] },
      { engine: await clock(() => 2), onProgress: ({ kind }) => progress.push(kind) },
    )
    expect(finding?.message).toBe('the budget line `latency <= 1` cannot be met: the closest point reaches 2.00 ms')
    expect(progress).not.toContain('epoch')
  })

  it('names the quality that is missed, and the line that pulls against it', async () => {
    const [finding] = await findings({ prune: prune(), budget: [line('size', '<=', 6000), line('side.accuracy', '>=', 1.5)] })
    expect(finding).toMatchObject({ code: 'MTL5001', span: line('side.accuracy', '>=', 1.5).span })
    expect(finding?.related.map(({ message }) => message)).toEqual(['this line decides how small the model must be'])
  })

  it('gives the closest point, and says which lines it misses, where best effort is asked for', async () => {
    const result = await compressed({ prune: prune({ importance: 'l1' }), budget: [line('size', '<=', 500), line('params', '<=', 5000)] }, { bestEffort: true })
    expect(result.lines.map(({ met }) => met)).toEqual([false, true])
    // As small as it goes: one block of each group, and never nothing.
    expect(kept(result)).toEqual({ 'trunk.wide': 16, 'trunk.deep': 16 })
  })
})

describe('findings of compression', () => {
  it('MTL5002: pruning without a ratio or a budget', async () => {
    expect(codes(await findings({ prune: prune() }))).toEqual(['MTL5002'])
  })

  it('MTL5003: no channel can go', async () => {
    const list = await findings({ prune: prune(), keep: ['trunk'], budget: [line('size', '<=', 100)] })
    expect(codes(list)).toEqual(['MTL5003'])
    expect(list[0]?.help).toContain('`trunk.wide` is kept by `keep trunk`')
  })

  it('MTL5004: a quality cannot be measured', async () => {
    const good = await trained()
    const parts = { quantize: int8(), budget: [line('side.accuracy', '>=', 0.9)] }
    const bare: Dataset = { ...dataset, count: (part) => (part === 'validation' ? 0 : dataset.count(part)) }
    const [none] = await findings(parts, { dataset: bare, trained: { ...good, validation: {} } })
    expect(none).toMatchObject({
      code: 'MTL5004',
      message: 'the budget line `side.accuracy >= 0.9` needs validation samples, and there are none',
      help: 'give the data a validation part, as in `split validation 10% of train, seed 7`',
      span: line('side.accuracy', '>=', 0.9).span,
    })
    // No sample of the part has a target of the task.
    const [empty] = await findings(parts, { trained: { ...good, validation: { side: { accuracy: NaN } } } })
    expect(empty?.code).toBe('MTL5004')
    expect(empty?.message).toContain('is not a number on the 200 validation samples')
  })

  it('MTL5005: no layer is left to quantise', async () => {
    expect(codes(await findings({ quantize: int8(), keep: ['trunk', 'side', 'height'] }))).toEqual(['MTL5005'])
  })

  it.each([['an infinity', 3e38], ['NaN', NaN]])('MTL5006: calibration meets %s', async (_, value) => {
    const good = await trained()
    const weights = new Map(good.weights)
    for (const name of ['trunk.wide.weight', 'trunk.deep.bias']) {
      const { shape } = good.weights.get(name) ?? scalar(0)
      weights.set(name, f32(shape, new Float32Array(elementCount(shape)).fill(value)))
    }
    expect(codes(await findings({ quantize: int8() }, { trained: { ...good, weights } }))).toEqual(['MTL5006'])
  })
})

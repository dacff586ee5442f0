import { build } from 'esbuild'
import { spawn } from 'node:child_process'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import type { Engine, Session } from '../../src/engine/engine.js'
import { createEngine } from '../../src/engine/onnxruntime.js'
import { plainBackend } from '../../src/engine/tfjs/backend.js'
import { createTfjsEngine } from '../../src/engine/tfjs/engine.js'
import { GraphBuilder } from '../../src/ir/builder.js'
import { toOnnx } from '../../src/onnx/write.js'
import { f32, i64, zeros, type Tensor } from '../../src/types/tensor.js'
import { accumulator, dense } from './programs.js'

let directory: string
let worker: URL

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'mtlc-engine-'))
  const outfile = join(directory, 'engine-worker.mjs')
  await build({
    entryPoints: ['src/engine/worker.ts'],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['onnxruntime-node'],
  })
  await symlink(resolve('node_modules'), join(directory, 'node_modules'))
  worker = pathToFileURL(outfile)
})
afterAll(() => rm(directory, { recursive: true }))

async function using<T>(opening: Promise<Session>, work: (session: Session) => Promise<T>): Promise<T> {
  const session = await opening
  try {
    return await work(session)
  } finally {
    await session.close()
  }
}

const inline = () => createEngine({ threads: 1, inline: true })

describe.each([
  ['in this thread', inline, ['onnxruntime', '1.30.0'], 2 ** 40],
  ['in a worker', () => createEngine({ threads: 1, worker }), ['onnxruntime', '1.30.0'], 2 ** 40],
  ['in TensorFlow.js', async () => createTfjsEngine(await inline(), await plainBackend()), ['tfjs-cpu', '4.22.0'], 2 ** 31 - 1],
])('the engine %s', (_place, create, versions, largest) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await create()
  })
  afterAll(() => engine.close())

  it('tells the version of its runtime', () => {
    expect([engine.name, engine.version]).toEqual(versions)
  })

  it('runs a graph over any batch', () =>
    using(engine.load(dense()), async (session) => {
      const one = await session.run({ x: f32([1, 2], [1, 0]), bias: f32([1, 3], [0, -5, 1]) })
      expect(one).toEqual({ y: f32([1, 3], [1, 0, 4]) })
      const two = await session.run({ x: f32([2, 2], [1, 0, 0, -1]), bias: zeros('f32', [2, 3]) })
      expect(two).toEqual({ y: f32([2, 3], [1, 2, 3, 4, 5, 6]) })
      const none = await session.run({ x: zeros('f32', [0, 2]), bias: zeros('f32', [0, 3]) })
      expect(none).toEqual({ y: zeros('f32', [0, 3]) })
    }))

  it('carries state from run to run', () =>
    using(engine.load(accumulator()), async (session) => {
      for (const [step, before] of [[1, 2], [11, 2], [21, 2], [31, 2]].entries()) {
        expect(await session.run({ x: f32([2], [1, 0]) })).toEqual({ before: f32([2], before) })
        expect(await session.read()).toEqual({ total: f32([2], [11 + 10 * step, 2]) })
      }
    }))

  it('gives results that later runs do not touch', () =>
    using(engine.load(accumulator()), async (session) => {
      const x = f32([2], [1, 1])
      const first = await session.run({ x })
      const state = await session.read()
      await session.run({ x })
      await session.run({ x })
      expect(first).toEqual({ before: f32([2], [1, 2]) })
      expect(state).toEqual({ total: f32([2], [11, 12]) })
      expect(x).toEqual(f32([2], [1, 1]))
    }))

  it('keeps nothing of a session that was closed: closing it again, or its engine, is no matter', async () => {
    const own = await create()
    const session = await own.load(accumulator())
    await session.close()
    await session.close()
    await expect(session.run({ x: f32([2], [1, 1]) })).rejects.toThrow('the session is closed')
    await own.close()
  })

  it('swaps state whose pieces trade places', () => {
    const b = new GraphBuilder('swap')
    const [p, q] = ['p', 'q'].map((name) => b.input(name, { dtype: 'f32', shape: [1] }))
    if (p === undefined || q === undefined) throw new Error('two inputs')
    b.output('next:p', q)
    b.output('next:q', p)
    const state = [
      { input: 'p', output: 'next:p', initial: f32([1], [1]) },
      { input: 'q', output: 'next:q', initial: f32([1], [2]) },
    ]
    return using(engine.load({ graph: b.build(), weights: new Map(), state }), async (session) => {
      expect(await session.run({})).toEqual({})
      expect(await session.read()).toEqual({ p: f32([1], [2]), q: f32([1], [1]) })
      await session.run({})
      expect(await session.read()).toEqual({ p: f32([1], [1]), q: f32([1], [2]) })
    })
  })

  it('answers calls in the order in which they come', () =>
    using(engine.load(accumulator()), async (session) => {
      const runs = Array.from({ length: 5 }, () => session.run({ x: f32([2], [0, 1]) }))
      const [state, results] = await Promise.all([session.read(), Promise.all(runs)])
      expect(results.map(({ before }) => before?.data[1])).toEqual([2, 12, 22, 32, 42])
      expect(state).toEqual({ total: f32([2], [1, 52]) })
    }))

  it('keeps sessions apart', () =>
    using(engine.load(accumulator()), (first) =>
      using(engine.load(accumulator()), async (second) => {
        await first.run({ x: f32([2], [1, 1]) })
        expect(await second.read()).toEqual({ total: f32([2], [1, 2]) })
      }),
    ))

  it('passes every element type through', () => {
    const tensors: Record<string, Tensor> = {
      f32: f32([1, 2], [1.5, -2]),
      i64: i64([2], [-3, largest]),
      bool: { ...zeros('bool', [2]), data: Uint8Array.of(1, 0) },
      u8: { ...zeros('u8', [2]), data: Uint8Array.of(0, 200) },
      s8: { ...zeros('s8', [2]), data: Int8Array.of(-100, 7) },
      s32: { ...zeros('s32', []), data: Int32Array.of(-70000) },
    }
    const b = new GraphBuilder('types')
    const renamed: Record<string, Tensor> = {}
    for (const [name, tensor] of Object.entries(tensors)) {
      b.output(`${name}-out`, b.input(name, tensor))
      renamed[`${name}-out`] = tensor
    }
    return using(engine.load({ graph: b.build(), weights: new Map() }), async (session) => {
      expect(await session.run(tensors)).toEqual(renamed)
    })
  })

  it('takes views of larger buffers', () =>
    using(engine.load(accumulator()), async (session) => {
      const data = Float32Array.of(9, 9, 1, 2, 9).subarray(2, 4)
      for (const give of [false, true]) await session.run({ x: { dtype: 'f32', shape: [2], data } }, { give })
      expect(await session.read()).toEqual({ total: f32([2], [21, 42]) })
      expect([...data]).toEqual([1, 2])
    }))

  it('times runs and leaves the state as it was', () =>
    using(engine.load(accumulator()), async (session) => {
      const times = await session.time({ x: f32([2], [1, 1]) }, 5, 2)
      expect(times).toHaveLength(5)
      expect(times.every((time) => time > 0)).toBe(true)
      expect(await session.read()).toEqual({ total: f32([2], [1, 2]) })
    }))

  it('opens a model file', () => {
    const { graph, weights } = dense()
    const feeds = { x: f32([1, 2], [2, 0]), bias: zeros('f32', [1, 3]) }
    return using(engine.open(toOnnx(graph, weights), { threads: 2 }), async (session) => {
      expect(await session.run(feeds)).toEqual({ y: f32([1, 3], [2, 4, 6]) })
      expect(await session.read()).toEqual({})
    })
  })

  it('loads a graph of 2,000 nodes', () => {
    const b = new GraphBuilder('long')
    let x = b.input('x', { dtype: 'f32', shape: ['N', 3] })
    for (let index = 0; index < 1000; index++) x = b.add('relu', [b.add('add', [x, b.scalar(index % 7)])])
    b.output('y', x)
    const sum = Array.from({ length: 1000 }, (_, index) => index % 7).reduce((a, c) => a + c)
    return using(engine.load({ graph: b.build(), weights: new Map() }), async (session) => {
      expect(await session.run({ x: f32([1, 3], [0, 1, -1]) })).toEqual({ y: f32([1, 3], [sum, sum + 1, sum]) })
    })
  })

  it.each<[string, Record<string, Tensor>]>([
    ['input `bias` is missing: it should be f32[N, 3]', { x: zeros('f32', [1, 2]) }],
    ['there is no input `z`; the inputs are `x`, `bias`', { z: zeros('f32', [1]) }],
    ['input `x` is i64[1, 2] and should be f32[N, 2]', { x: zeros('i64', [1, 2]), bias: zeros('f32', [1, 3]) }],
    ['input `x` is f32[1, 4] and should be f32[N, 2]', { x: zeros('f32', [1, 4]), bias: zeros('f32', [1, 3]) }],
    ['input `x` is f32[2] and should be f32[N, 2]', { x: zeros('f32', [2]), bias: zeros('f32', [1, 3]) }],
    [
      'input `bias` is f32[2, 3] and should be f32[N, 3], where N is 1 by another input',
      { x: zeros('f32', [1, 2]), bias: zeros('f32', [2, 3]) },
    ],
    [
      'input `x` is said to be f32[5, 2] but holds 2 values',
      { x: { dtype: 'f32', shape: [5, 2], data: new Float32Array(2) }, bias: zeros('f32', [5, 3]) },
    ],
  ])('refuses a feed: %s', (message, feeds) =>
    using(engine.load(dense()), async (session) => {
      await expect(session.run(feeds)).rejects.toThrow(message)
      await expect(session.time(feeds, 1, 0)).rejects.toThrow(message)
      // The session is none the worse for it.
      const fine = { x: f32([1, 2], [1, 0]), bias: zeros('f32', [1, 3]) }
      expect(await session.run(fine)).toEqual({ y: f32([1, 3], [1, 2, 3]) })
    }),
  )

  it('refuses state as a feed', () =>
    using(engine.load(accumulator()), (session) =>
      expect(session.run({ x: f32([2], [1, 1]), total: f32([2], [1, 1]) })).rejects.toThrow('input `total` is state'),
    ))

  it('refuses a model that is none', async () => {
    await expect(engine.open(Uint8Array.of(1, 2, 3))).rejects.toThrow(/protobuf/i)
  })

  it('answers no call of a closed session', async () => {
    const session = await engine.load(accumulator())
    await session.close()
    await session.close()
    await expect(session.run({ x: f32([2], [1, 1]) })).rejects.toThrow('the session is closed')
    await expect(session.read()).rejects.toThrow('the session is closed')
  })
})

describe('a program', () => {
  const program = accumulator()
  const [slot] = program.state ?? []
  if (slot === undefined) throw new Error('one slot')

  it.each([
    ['parameter `total` has no values: it is neither weight nor state', { state: [] }],
    ['parameter `scale` has no values: it is neither weight nor state', { weights: new Map() }],
    ['state `nothing` is neither an input nor a parameter of accumulator', { state: [{ ...slot, input: 'nothing' }] }],
    ['state `total` has no next value: accumulator has no output `next`', { state: [{ ...slot, output: 'next' }] }],
    [
      'state `total` is f32[2], its next value f32[2], its first value f32[3]',
      { state: [{ ...slot, initial: zeros('f32', [3]) }] },
    ],
    ['state `total` → `next:total` is given twice', { state: [slot, slot] }],
  ])('is refused: %s', async (message, change) => {
    const engine = await createEngine({ threads: 1, inline: true })
    await expect(engine.load({ ...program, ...change })).rejects.toThrow(message)
    await engine.close()
  })
})

describe('the worker', () => {
  it('takes buffers that are given away', async () => {
    const engine = await createEngine({ threads: 1, worker })
    const session = await engine.load(accumulator())
    const [kept, given] = [f32([2], [1, 1]), f32([2], [1, 1])]
    await session.run({ x: kept })
    await session.run({ x: given }, { give: true })
    expect([kept.data.length, given.data.length]).toEqual([2, 0])
    expect(await session.read()).toEqual({ total: f32([2], [21, 22]) })
    await engine.close()
  })

  it('leaves this thread free while it runs', async () => {
    const engine = await createEngine({ threads: 1, worker })
    const session = await engine.load(accumulator())
    let ticks = 0
    const timer = setInterval(() => ticks++, 1)
    await session.time({ x: f32([2], [1, 1]) }, 2000, 0)
    clearInterval(timer)
    expect(ticks).toBeGreaterThan(0)
    await engine.close()
  })

  it('fails the calls that wait when it dies, and all later ones', async () => {
    const script = `data:text/javascript,${encodeURIComponent(`
      import { parentPort } from 'node:worker_threads'
      parentPort.on('message', ({ id, kind }) => {
        if (kind === 'hello') parentPort.postMessage({ id, value: '0.0.0' })
        else if (kind === 'open') parentPort.postMessage({ id })
        else throw new Error('struck by lightning')
      })`)}`
    const engine = await createEngine({ threads: 1, worker: new URL(script) })
    const session = await engine.load(accumulator())
    const calls = [session.read(), session.run({ x: f32([2], [1, 1]) })]
    for (const result of await Promise.allSettled(calls)) {
      expect(result).toMatchObject({
        status: 'rejected',
        reason: { message: 'the engine’s worker ended: struck by lightning' },
      })
    }
    await expect(session.read()).rejects.toThrow('struck by lightning')
    await expect(engine.load(accumulator())).rejects.toThrow('struck by lightning')
    await session.close()
    await engine.close()
  })

  it('says why it could not start', async () => {
    const missing = pathToFileURL(join(directory, 'nowhere.mjs'))
    await expect(createEngine({ threads: 1, worker: missing })).rejects.toThrow(/the engine’s worker ended: .*nowhere/)
  })

  it('answers nothing more when the engine is closed', async () => {
    const engine = await createEngine({ threads: 1, worker })
    const session = await engine.load(accumulator())
    const running = session.run({ x: f32([2], [1, 1]) })
    await engine.close()
    expect(await running).toEqual({ before: f32([2], [1, 2]) })
    await expect(session.read()).rejects.toThrow('the engine is closed')
    await session.close()
    await engine.close()
  })
})

interface Ended {
  /** Exit status, or the signal that ended it. */
  readonly status: number | string | null
  readonly written: string
}

/** Runs `code` with an engine in a process of its own. */
async function inProcess(code: string): Promise<Ended> {
  const outfile = join(directory, 'main.mjs')
  await build({
    stdin: {
      contents: `
        import { createEngine } from './src/engine/onnxruntime.js'
        import { accumulator, lookup } from './test/engine/programs.js'
        const engine = await createEngine({ threads: 1, worker: new URL(${JSON.stringify(worker.href)}) })
        const session = await engine.load(accumulator())
        const x = { dtype: 'f32', shape: [2], data: Float32Array.of(1, 1) }
        ${code}`,
      resolveDir: '.',
    },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['onnxruntime-node'],
  })
  const child = spawn(process.execPath, [outfile], { stdio: ['ignore', 'pipe', 'pipe'] })
  let written = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => void (written += text.toString()))
  return new Promise((done) => child.on('close', (status, signal) => done({ status: status ?? signal, written })))
}

const ends = async (code: string): Promise<Ended['status']> => (await inProcess(code)).status

describe('a process that ends', () => {
  it('need not close the engine', async () => {
    expect(await ends('await session.run({ x })')).toBe(0)
  })

  it('may end in the midst of a run', async () => {
    const busy = 'void session.time({ x }, 1e9, 0).catch(() => undefined); setTimeout(() => '
    expect(await ends(`${busy} process.exit(130), 50)`)).toBe(130)
    expect(await ends(`${busy} { throw new Error('elsewhere') }, 50)`)).toBe(1)
  })
})

test('a run that fails says why by what it throws, and writes nothing', async () => {
  const fails = `
    const table = await engine.load(lookup())
    const codes = { dtype: 'i64', shape: [1], data: BigInt64Array.of(3n) }
    await table.run({ codes }).then(() => process.exit(1), (error) => process.exit(error.message.includes('idx=3') ? 0 : 2))`
  expect(await inProcess(fails)).toEqual({ status: 0, written: '' })
})

describe('createEngine', () => {
  it('runs in this thread where there is no bundled worker', async () => {
    const engine = await createEngine({ threads: 1 })
    const session = await engine.load(accumulator())
    expect(await session.run({ x: f32([2], [1, 1]) })).toEqual({ before: f32([2], [1, 2]) })
    await engine.close()
    await expect(session.read()).rejects.toThrow('the session is closed')
    await expect(engine.load(accumulator())).rejects.toThrow('the engine is closed')
  })
})

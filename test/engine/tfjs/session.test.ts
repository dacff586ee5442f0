import { describe, expect, it } from 'vitest'
import type { Engine, Program } from '../../../src/engine/engine.js'
import { plainBackend } from '../../../src/engine/tfjs/backend.js'
import { createTfjsEngine } from '../../../src/engine/tfjs/engine.js'
import { GraphBuilder } from '../../../src/ir/builder.js'
import { f32, i64 } from '../../../src/types/tensor.js'
import { accumulator, dense } from '../programs.js'

const backend = await plainBackend()
const { tf } = backend
const files: Engine = {
  name: 'files',
  version: '1',
  load: () => Promise.reject(new Error('not asked for')),
  open: () => Promise.reject(new Error('opened elsewhere')),
  close: () => Promise.resolve(),
}
const create = () => createTfjsEngine(files, backend)

/** y = x + … + x, over so many nodes. */
function long(count: number): Program {
  const b = new GraphBuilder('long')
  const x = b.input('x', { dtype: 'f32', shape: ['N'] })
  let y = x
  for (let index = 0; index < count; index++) y = b.add('add', [y, x])
  b.output('y', y)
  return { graph: b.build(), weights: new Map() }
}

describe('memory', () => {
  it('of a run is freed after it, of a session when it is closed, whatever happens', async () => {
    const before = tf.memory().numTensors
    const engine = await create()
    const session = await engine.load(accumulator())
    const held = tf.memory().numTensors
    const x = f32([2], [1, 1])
    for (let run = 0; run < 3; run++) await session.run({ x })
    await session.time({ x }, 2, 1)
    await session.read()
    await expect(session.run({})).rejects.toThrow('`x` is missing')
    expect(tf.memory().numTensors).toBe(held)
    await session.close()
    expect(tf.memory().numTensors).toBe(before)

    // Closing the engine closes what is open.
    await engine.load(dense())
    await engine.close()
    expect(tf.memory().numTensors).toBe(before)
  })

  it('of a run that fails is freed, too', async () => {
    const b = new GraphBuilder('codes')
    const codes = b.input('codes', { dtype: 'i64', shape: ['N'] })
    const table = b.parameter('table', { dtype: 'f32', shape: [3, 2] }, { kind: 'normal', std: 1 })
    b.output('y', b.add('relu', [b.add('embedding', [table, b.add('add', [codes, codes])])]))
    const engine = await create()
    const session = await engine.load({ graph: b.build(), weights: new Map([['table', f32([3, 2], [1, 2, 3, 4, 5, 6])]]) })
    const held = tf.memory().numTensors
    expect(await session.run({ codes: i64([1], [1]) })).toEqual({ y: f32([1, 2], [5, 6]) })
    await expect(session.run({ codes: i64([1], [9]) })).rejects.toThrow()
    expect(tf.memory().numTensors).toBe(held)
    await engine.close()
  })

  it('holds no more than what is still needed while it runs', async () => {
    const engine = await create()
    const session = await engine.load(long(5000))
    const held = tf.memory().numTensors
    let most = 0
    const running = session.run({ x: f32([20_000], new Float32Array(20_000).fill(1)) }).finally(() => clearInterval(timer))
    const timer = setInterval(() => {
      most = Math.max(most, tf.memory().numTensors - held)
    })
    await running
    // x, and the sum so far.
    expect(most).toBe(2)
    await engine.close()
  })
})

describe('a run', () => {
  it('gives timers and signals their turns', async () => {
    const engine = await create()
    const session = await engine.load(long(5000))
    let turns = 0
    const timer = setInterval(() => {
      turns += 1
    })
    await session.run({ x: f32([20_000], new Float32Array(20_000).fill(1)) })
    clearInterval(timer)
    expect(turns).toBeGreaterThan(0)
    await engine.close()
  })

  it('refuses codes of more than 32 bits, rather than cutting them off', async () => {
    const b = new GraphBuilder('codes')
    b.output('y', b.add('cast', [b.input('x', { dtype: 'i64', shape: [1] })], { to: 'f32' }))
    const engine = await create()
    const session = await engine.load({ graph: b.build(), weights: new Map() })
    expect(await session.run({ x: i64([1], [-(2 ** 31)]) })).toEqual({ y: f32([1], [-(2 ** 31)]) })
    await expect(session.run({ x: i64([1], [2 ** 31]) })).rejects.toThrow('2147483648 does not fit into 32 bits')
    await engine.close()
  })
})

it('leaves emitted files to the engine that their users have', async () => {
  const engine = await create()
  await expect(engine.open(Uint8Array.of(1))).rejects.toThrow('opened elsewhere')
  await engine.close()
})

describe('where all places of a row are masked', () => {
  it.each(['softmax', 'log_softmax'])('%s weighs them alike, as the other engine does', async (op) => {
    const b = new GraphBuilder('masked')
    b.output('y', b.add(op, [b.input('x', { dtype: 'f32', shape: ['N', 4] })], { axis: 1 }))
    const engine = await create()
    const session = await engine.load({ graph: b.build(), weights: new Map() })
    const { y } = await session.run({ x: f32([1, 4], [-1e9, -1e9, -1e9, -1e9]) })
    expect(y).toEqual(f32([1, 4], Array.from({ length: 4 }, () => (op === 'softmax' ? 0.25 : Math.fround(Math.log(0.25))))))
    await engine.close()
  })
})

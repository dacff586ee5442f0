import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { blocked, blockWidth } from '../../src/engine/blocked.js'
import { createEngine } from '../../src/engine/onnxruntime.js'
import { toModel } from '../../src/engine/program.js'
import { openSession } from '../../src/engine/session.js'
import { differentiate } from '../../src/passes/differentiate.js'
import { dce } from '../../src/passes/dce.js'
import { GraphBuilder } from '../../src/ir/builder.js'
import type { Program } from '../../src/engine/engine.js'
import { noise } from '../ops/harness.js'

/** Descent on the weights of a convolution and a dense layer, large enough that threads share the work. */
function program(): Program {
  const b = new GraphBuilder('step')
  const x = b.input('x', { dtype: 'f32', shape: ['N', 16, 16, 16] })
  const state = ([['conv', [32, 16, 3, 3]], ['dense', [64, 8192]]] as const).map(([name, shape], index) => ({
    input: name, output: `next:${name}`, initial: noise(shape, index, -0.1, 0.1),
  }))
  const [conv = -1, dense = -1] = state.map(({ input, initial }) => b.parameter(input, initial, { kind: 'constant', value: 0 }))
  const maps = b.add('relu', [b.add('conv', [x, conv], { pads: [1, 1, 1, 1] })])
  const loss = b.add('mean', [b.add('square', [b.add('dense', [b.add('reshape', [maps], { shape: [0, -1] }), dense])])])
  for (const [index, gradient] of differentiate(b, loss, [conv, dense]).entries()) {
    b.output(`next:${index === 0 ? 'conv' : 'dense'}`, b.add('sub', [[conv, dense][index] ?? -1, b.add('mul', [gradient ?? -1, b.scalar(0.1)])]))
  }
  b.output('loss', loss)
  return { graph: dce.run(b.build()), weights: new Map(), state }
}

it('gives the same bits with as many threads, whether they sleep or spin while they wait', async () => {
  const x = noise([8, 16, 16, 16], 9)
  const engine = await createEngine({ threads: 1, inline: true })
  const width = await blockWidth(engine)
  await engine.close()
  const after = async (given: Program, threads: number, spins: boolean): Promise<string> => {
    const session = await openSession(toModel(given, threads), { spins })
    for (let step = 0; step < 3; step++) await session.run({ x })
    const hash = createHash('sha256')
    for (const { data } of Object.values(await session.read())) hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    await session.close()
    return hash.digest('hex')
  }
  for (const given of [program(), await blocked(program(), () => Promise.resolve(width))]) {
    const asleep = await after(given, 2, false)
    expect(await after(given, 2, false)).toBe(asleep)
    expect(await after(given, 2, true)).toBe(asleep)
  }
})

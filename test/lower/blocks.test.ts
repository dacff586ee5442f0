/** Externs that are compositions of ops: what they compute, and their gradients against central finite differences. */
import { describe, expect, it } from 'vitest'
import type { StaticValue } from '../../src/check/typed.js'
import { GraphBuilder } from '../../src/ir/builder.js'
import type { ValueId } from '../../src/ir/graph.js'
import { externNamed } from '../../src/lower/externs/index.js'
import { differentiate } from '../../src/passes/differentiate.js'
import { f32, type Tensor } from '../../src/types/tensor.js'
import { noise, open, present, valuesOf } from '../ops/harness.js'

interface Case {
  readonly extern: string
  readonly statics: Readonly<Record<string, StaticValue>>
  /** Of one sample. */
  readonly shape: readonly number[]
  readonly result: readonly number[]
}

const cases: readonly Case[] = [
  { extern: 'Attention', statics: { heads: 2 }, shape: [3, 4], result: [3, 4] },
  { extern: 'GroupNorm', statics: { groups: 2, epsilon: 0.1 }, shape: [4, 2, 3], result: [4, 2, 3] },
  { extern: 'ConvTranspose', statics: { channels: 2, kernel: 3, stride: 2, bias: true }, shape: [3, 2, 2], result: [2, 5, 5] },
  { extern: 'Resize', statics: { scale: 2, size: [], mode: 'bilinear' }, shape: [2, 2, 3], result: [2, 4, 6] },
]

/** The extern with its weights as inputs, so that they can be fed; outputs y and, of Σ y·r, the gradient of each input. */
function alone({ extern, statics, shape, result }: Case) {
  const builder = new GraphBuilder(extern)
  const inputs = new Map<string, { readonly value: ValueId; readonly shape: readonly number[] }>()
  const input = (name: string, sizes: readonly number[], batch: boolean): ValueId => {
    const value = builder.input(name, { dtype: 'f32', shape: batch ? ['N', ...sizes] : sizes })
    inputs.set(name, { value, shape: batch ? [2, ...sizes] : sizes })
    return value
  }
  const x = input('x', shape, true)
  const y = externNamed(extern).lower({
    builder, inputs: [x], statics, type: { dtype: 'f32', shape: result }, parameter: (name, sizes) => input(name, sizes, false),
  })
  const r = builder.input('r', builder.typeOf(y))
  const loss = builder.add('sum', [builder.add('mul', [y, r])])
  const names = [...inputs.keys()]
  const gradients = differentiate(builder, loss, names.map((name) => inputs.get(name)?.value ?? -1))
  builder.output('y', y)
  for (const [index, gradient] of gradients.entries()) if (gradient !== undefined) builder.output(`d ${names[index]}`, gradient)
  return { graph: builder.build(), shapes: new Map([...inputs].map(([name, each]) => [name, each.shape])) }
}

describe.each(cases)('$extern', (each) => {
  it('has gradients that agree with finite differences', async () => {
    const { graph, shapes } = alone(each)
    const session = await open(graph)
    const r = noise([2, ...each.result], 50)
    const feeds: Record<string, Tensor> = Object.fromEntries([...shapes].map(([name, shape], index) => [name, noise(shape, index)]))
    const loss = async (changed: Record<string, Tensor>): Promise<number> => {
      const { y } = await session.run({ ...changed, r })
      return valuesOf(present(y)).reduce((sum, value, index) => sum + value * Number(r.data[index]), 0)
    }
    const analytic = await session.run({ ...feeds, r })
    for (const [name, shape] of shapes) {
      const [values, gradient] = [valuesOf(present(feeds[name])), valuesOf(present(analytic[`d ${name}`]))]
      for (let place = 0; place < values.length; place += Math.ceil(values.length / 8)) {
        const at = (by: number) => loss({ ...feeds, [name]: f32(shape, values.map((value, index) => (index === place ? value + by : value))) })
        const slope = ((await at(0.01)) - (await at(-0.01))) / 0.02
        expect(Math.abs(slope - (gradient[place] ?? Infinity)), `${name}[${place}]`).toBeLessThan(5e-3)
      }
    }
    await session.close()
  })
})

describe('Attention', () => {
  const [attention] = cases

  it('is softmax(Q·Kᵀ/√d)·V for each head, between dense layers', async () => {
    const { graph, shapes } = alone(present(attention))
    const feeds: Record<string, Tensor> = Object.fromEntries([...shapes].map(([name, shape], index) => [name, noise(shape, index + 9)]))
    const session = await open(graph)
    const { y } = await session.run({ ...feeds, r: noise([2, 3, 4], 1) })
    await session.close()

    const [weights, x] = [(name: string) => valuesOf(present(feeds[name])), valuesOf(present(feeds['x']))]
    const dense = (name: string, rows: readonly number[][]): number[][] =>
      rows.map((row) => Array.from({ length: 4 }, (_, unit) => row.reduce((sum, value, index) => sum + value * Number(weights(`${name}.weight`)[unit * 4 + index]), Number(weights(`${name}.bias`)[unit]))))
    const sample = (n: number): number[][] => {
      const rows = [0, 1, 2].map((place) => x.slice((n * 3 + place) * 4, (n * 3 + place + 1) * 4))
      const [queries, keys, values] = [dense('query', rows), dense('key', rows), dense('value', rows)]
      const read = queries.map((query) =>
        [0, 1].flatMap((head) => {
          const part = (row: readonly number[]): readonly number[] => row.slice(2 * head, 2 * head + 2)
          const scores = keys.map((key) => Math.exp(part(query).reduce((sum, value, index) => sum + value * (part(key)[index] ?? 0), 0) / Math.SQRT2))
          const total = scores.reduce((sum, score) => sum + score, 0)
          return [0, 1].map((index) => values.reduce((sum, value, place) => sum + ((scores[place] ?? 0) / total) * (part(value)[index] ?? 0), 0))
        }))
      return dense('output', read)
    }
    const expected = [0, 1].flatMap(sample).flat()
    valuesOf(present(y)).forEach((value, index) => expect(value).toBeCloseTo(expected[index] ?? Infinity, 5))
  })
})

describe('GroupNorm', () => {
  it('gives each group of channels of a sample mean 0 and variance 1', async () => {
    const { graph, shapes } = alone({ extern: 'GroupNorm', statics: { groups: 2, epsilon: 1e-5 }, shape: [4, 2, 3], result: [4, 2, 3] })
    const ones = (name: string): Tensor => f32(shapes.get(name) ?? [], Array.from({ length: 4 }, () => (name === 'scale' ? 1 : 0)))
    const session = await open(graph)
    const { y } = await session.run({ x: noise([2, 4, 2, 3], 3, -4, 9), scale: ones('scale'), bias: ones('bias'), r: noise([2, 4, 2, 3], 1) })
    await session.close()
    const values = valuesOf(present(y))
    for (let group = 0; group < 4; group++) {
      const part = values.slice(12 * group, 12 * group + 12)
      const mean = part.reduce((sum, value) => sum + value, 0) / 12
      expect(mean).toBeCloseTo(0, 5)
      expect(part.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 12).toBeCloseTo(1, 3)
    }
  })
})

describe('joining what has a batch with what has none', () => {
  it.each(['concat', 'stack'])('%s gives the learned tensor to each sample', async (extern) => {
    const builder = new GraphBuilder(extern)
    const [x, token] = [builder.input('x', { dtype: 'f32', shape: ['N', 1, 2] }), builder.input('token', { dtype: 'f32', shape: [1, 2] })]
    const y = externNamed(extern).lower({ builder, inputs: [token, x], statics: { axis: 0 }, type: { dtype: 'f32', shape: [2, 2] }, parameter: () => x })
    const gradients = differentiate(builder, builder.add('sum', [y]), [x, token])
    builder.output('y', y)
    gradients.forEach((gradient, index) => gradient !== undefined && builder.output(['dx', 'dtoken'][index] ?? '', gradient))
    const session = await open(builder.build())
    const made = await session.run({ x: f32([3, 1, 2], [1, 2, 3, 4, 5, Number.NaN]), token: f32([1, 2], [7, 8]) })
    await session.close()
    expect(valuesOf(present(made['y']))).toEqual([7, 8, 1, 2, 7, 8, 3, 4, 7, 8, 5, Number.NaN])
    expect(valuesOf(present(made['dx']))).toEqual([1, 1, 1, 1, 1, 1])
    expect(valuesOf(present(made['dtoken']))).toEqual([3, 3])
  })
})

/** Runs one op in ONNX Runtime, and compares its gradient with central finite differences. */
import { expect } from 'vitest'
import { createEngine } from '../../src/engine/onnxruntime.js'
import type { Engine, Feeds, Session } from '../../src/engine/engine.js'
import { GraphBuilder } from '../../src/ir/builder.js'
import type { Attributes, Graph, ValueId } from '../../src/ir/graph.js'
import { verify } from '../../src/ir/verify.js'
import { differentiate } from '../../src/passes/differentiate.js'
import { key, uniform } from '../../src/random/counter.js'
import { elementCount, f32, type Shape, type Tensor, type TensorType } from '../../src/types/tensor.js'

const engines: Engine[] = []

export async function engine(): Promise<Engine> {
  const [known] = engines
  if (known !== undefined) return known
  const made = await createEngine({ threads: 1, inline: true })
  engines.push(made)
  return made
}

/** One application of an op. Tensors in `fixed` (indices, conditions) get no gradient check. */
export interface Application {
  readonly op: string
  readonly inputs: readonly Tensor[]
  readonly attributes?: Attributes
  /** Inputs whose first axis is the batch, of unknown size `N` in the graph. */
  readonly batched?: readonly number[]
  /** Inputs without a gradient. */
  readonly fixed?: readonly number[]
  /** Outputs whose gradient is checked; the first by default. */
  readonly outputs?: readonly number[]
}

/** f32 of a shape. */
export const typed = (...shape: Shape): TensorType => ({ dtype: 'f32', shape })

const name = (index: number): string => `x${index}`

export const feedsOf = (inputs: readonly Tensor[]): Feeds =>
  Object.fromEntries(inputs.map((tensor, index) => [name(index), tensor]))

function typeOf({ inputs, batched = [] }: Application, index: number): TensorType {
  const { dtype = 'f32', shape = [] } = inputs[index] ?? {}
  return { dtype, shape: batched.includes(index) ? ['N', ...shape.slice(1)] : shape }
}

/** The op alone: inputs x0, x1 …, outputs y0, y1 … */
export function forwardGraph(application: Application): Graph {
  const builder = new GraphBuilder('forward')
  const values = application.inputs.map((_, index) => builder.input(name(index), typeOf(application, index)))
  for (const [index, value] of builder.addAll(application.op, values, application.attributes).entries()) builder.output(`y${index}`, value)
  return builder.build()
}

export async function open(graph: Graph, weights: Feeds = {}): Promise<Session> {
  expect(verify(graph)).toEqual([])
  return (await engine()).load({ graph, weights: new Map(Object.entries(weights)) })
}

export async function runGraph(graph: Graph, feeds: Feeds, weights: Feeds = {}): Promise<Feeds> {
  const session = await open(graph, weights)
  const result = await session.run(feeds)
  await session.close()
  return result
}

/** All outputs of an op. */
export async function apply(application: Application): Promise<readonly Tensor[]> {
  const graph = forwardGraph(application)
  const results = await runGraph(graph, feedsOf(application.inputs))
  return graph.outputs.map((output) => present(results[output.name]))
}

/** Gradients of Σ yᵢ·wᵢ with respect to each input that is not fixed, as the vjp writes them. */
export async function gradients(application: Application, weights: readonly Tensor[]): Promise<readonly (Tensor | undefined)[]> {
  const { op, inputs, attributes, fixed = [], outputs = [0] } = application
  const builder = new GraphBuilder('gradient')
  const values = inputs.map((_, index) => builder.input(name(index), typeOf(application, index)))
  const made = builder.addAll(op, values, attributes)
  const terms = outputs.map((output, position) => {
    const value = made[output] ?? -1
    const weight = builder.input(`w${position}`, builder.typeOf(value))
    return builder.add('sum', [builder.add('mul', [value, weight])])
  })
  const loss = terms.reduce((sum, term) => builder.add('add', [sum, term]))
  const wrt = values.filter((_, index) => !fixed.includes(index))
  const found = new Map<ValueId, ValueId>()
  for (const [index, gradient] of differentiate(builder, loss, wrt).entries()) {
    if (gradient !== undefined) found.set(wrt[index] ?? -1, gradient)
  }
  for (const [index, value] of values.entries()) {
    const gradient = found.get(value)
    if (gradient === undefined) continue
    expect(builder.typeOf(gradient)).toEqual(typeOf(application, index))
    builder.output(`d${index}`, gradient)
  }
  const feeds = { ...feedsOf(inputs), ...Object.fromEntries(weights.map((weight, position) => [`w${position}`, weight])) }
  const results = await runGraph(builder.build(), feeds)
  return inputs.map((_, index) => results[`d${index}`])
}

/**
 * (L(x + h·e) − L(x − h·e)) / 2h against the vjp, at up to `places` elements of each input. L = Σ y·w is summed in
 * double precision, so that the step can be small.
 */
export async function checkGradient(application: Application, options: { step?: number; tolerance?: number; places?: number } = {}): Promise<void> {
  const { step = 1e-2, tolerance = 2e-3, places = 10 } = options
  const { inputs, fixed = [], outputs = [0] } = application
  const session = await open(forwardGraph(application))
  const results = await session.run(feedsOf(inputs))
  const weights = outputs.map((output) => noise(present(results[`y${output}`]).shape, 99 + output))
  const analytic = await gradients(application, weights)

  const loss = async (changed: readonly Tensor[]): Promise<number> => {
    const values = await session.run(feedsOf(changed))
    return outputs.reduce((total, output, position) => {
      const [y, w] = [present(values[`y${output}`]).data, present(weights[position]).data]
      for (let index = 0; index < y.length; index++) total += Number(y[index]) * Number(w[index])
      return total
    }, 0)
  }
  for (const [index, input] of inputs.entries()) {
    if (fixed.includes(index)) continue
    const gradient = present(analytic[index])
    expect(gradient.shape).toEqual(input.shape)
    const size = elementCount(input.shape)
    const scale = Math.max(1, ...valuesOf(gradient).map(Math.abs))
    for (let probe = 0; probe < Math.min(places, size); probe++) {
      const place = size <= places ? probe : Math.floor(uniform(key('probe', index), probe) * size)
      const moved = (by: number): readonly Tensor[] =>
        inputs.map((tensor, which) => {
          if (which !== index) return tensor
          const data = Float32Array.from(valuesOf(tensor))
          data[place] = (data[place] ?? 0) + by
          return f32(tensor.shape, data)
        })
      const [above, below] = [moved(step), moved(-step)]
      const width = Number(present(above[index]).data[place]) - Number(present(below[index]).data[place])
      const slope = ((await loss(above)) - (await loss(below))) / width
      const off = Math.abs(slope - Number(gradient.data[place]))
      expect(off, `input ${index}, element ${place}: ${slope} by differences, ${gradient.data[place]} by the vjp`).toBeLessThan(tolerance * scale)
    }
  }
  await session.close()
}

export function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('missing')
  return value
}

export const valuesOf = ({ data }: Tensor): readonly number[] => Array.from(data as ArrayLike<number | bigint>, Number)

/** Uniform in [low, high). */
export function noise(shape: readonly number[], seed: number, low = -1, high = 1): Tensor<'f32'> {
  const stream = key('noise', seed)
  return f32(shape, Array.from({ length: elementCount(shape) }, (_, index) => low + (high - low) * uniform(stream, index)))
}

/**
 * Shuffled values 0.1 apart around zero, none within 0.02 of a multiple of 0.1, nor of a value with another seed
 * parity: finite differences stay on one side of every kink and tie.
 */
export function distinct(shape: readonly number[], seed: number): Tensor<'f32'> {
  const size = elementCount(shape)
  const order = Array.from({ length: size }, (_, index) => index)
  const stream = key('order', seed)
  order.sort((a, b) => uniform(stream, a) - uniform(stream, b))
  const offset = seed % 2 === 0 ? 0.03 : 0.07
  return f32(shape, order.map((rank) => (rank - Math.floor(size / 2)) * 0.1 + offset))
}

/** Largest absolute difference, relative to the largest value. */
export function difference(a: Tensor, b: Tensor): number {
  expect(a.shape).toEqual(b.shape)
  let [most, scale] = [0, 1]
  for (let index = 0; index < a.data.length; index++) {
    const [x, y] = [Number(a.data[index]), Number(b.data[index])]
    if (x === y) continue
    most = Math.max(most, Math.abs(x - y))
    scale = Math.max(scale, Math.abs(y))
  }
  return Number.isNaN(most) ? Infinity : most / scale
}

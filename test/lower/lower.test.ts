import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { TypedModel } from '../../src/check/typed.js'
import type { Graph } from '../../src/ir/graph.js'
import { parseGraph, printGraph } from '../../src/ir/text.js'
import { verify } from '../../src/ir/verify.js'
import { externs } from '../../src/lower/externs/index.js'
import { inputNames, lowerModel } from '../../src/lower/model.js'
import { fieldsToMeasure } from '../../src/lower/normalize.js'
import { typeOf } from '../../src/ir/graph.js'
import { apply, constant, field, input, label, learned, model, representation, share, task } from './build.js'
import { lenet, residual, table } from './models.js'

const goldens = join(import.meta.dirname, 'golden')

/** Compares with `golden/<name>.ir`; run with UPDATE_GOLDENS=1 to write it anew. */
function expectGolden(name: string, graph: Graph): void {
  const path = join(goldens, `${name}.ir`)
  const text = printGraph(graph)
  if (process.env['UPDATE_GOLDENS'] === '1') writeFileSync(path, text)
  expect(text).toBe(readFileSync(path, 'utf8'))
}

const none = new Map()
const shapeOf = (graph: Graph, output: string) => {
  const found = graph.outputs.find(({ name }) => name === output)
  return found === undefined ? undefined : typeOf(graph, found.value).shape
}
const parameterNames = (graph: Graph) => graph.parameters.map(({ name }) => name)

describe('a whole model', () => {
  const cases: readonly (readonly [string, () => TypedModel, ReadonlyMap<string, { mean: number[]; std: number[] }>])[] = [
    ['lenet', () => lenet('hard'), none],
    ['lenet-none', () => lenet('none'), none],
    ['residual', () => residual(), none],
    ['table', () => table(), new Map([['row', { mean: [40, 10], std: [12, 0] }]])],
  ]

  test.each(cases)('%s lowers to the golden graph, which verifies and reads back', (name, make, statistics) => {
    const graph = lowerModel(make(), statistics)
    expect(verify(graph)).toEqual([])
    expect(printGraph(parseGraph(printGraph(graph)))).toBe(printGraph(graph))
    expectGolden(name, graph)
  })

  test('no golden is left over', () => {
    expect(readdirSync(goldens).toSorted()).toEqual(cases.map(([name]) => `${name}.ir`).toSorted())
  })

  test('its outputs have the tasks’ names and the batch in front', () => {
    const graph = lowerModel(lenet('hard'), none)
    expect(graph.outputs.map(({ name }) => name)).toEqual(['left', 'right'])
    expect(shapeOf(graph, 'left')).toEqual(['N', 10])
  })
})

describe('sharing', () => {
  test('hard: one set of weights and one value, whatever the number of tasks', () => {
    const graph = lowerModel(lenet('hard'), none)
    expect(graph.nodes.filter(({ op }) => op === 'conv')).toHaveLength(2)
    expect(parameterNames(graph).filter((name) => name.startsWith('trunk'))).toEqual([
      'trunk.conv1.weight', 'trunk.conv1.bias', 'trunk.conv2.weight', 'trunk.conv2.bias', 'trunk.dense.weight', 'trunk.dense.bias',
    ])
  })

  test('none: each task has weights of its own, named after it', () => {
    const names = parameterNames(lowerModel(lenet('none'), none))
    expect(names).toContain('trunk@left.conv1.weight')
    expect(names).toContain('trunk@right.conv1.weight')
    expect(names.some((name) => name.startsWith('trunk.'))).toBe(false)
  })

  test('a hard representation of one that is not shared has one set of weights, applied to each task’s value', () => {
    const x = input('x', [4])
    const made = model(
      'Nested',
      [field('x', { kind: 'vector', size: 4 })],
      [
        share('own', 'none', apply('Dense', 'own.dense', [x], [3], { units: 3 }), ['a', 'b']),
        share('top', 'hard', apply('Dense', 'top.dense', [representation('own', [3])], [2], { units: 2 }), ['a', 'b']),
      ],
      [task('a', label(2), representation('top', [2])), task('b', label(2), representation('top', [2]))],
    )
    const graph = lowerModel(made, none)
    expect(graph.nodes.filter(({ op }) => op === 'dense')).toHaveLength(4)
    expect(parameterNames(graph)).toEqual([
      'own@a.dense.weight', 'own@a.dense.bias', 'top.dense.weight', 'top.dense.bias', 'own@b.dense.weight', 'own@b.dense.bias',
    ])
  })

  test('the same expression is one value; the same path is the same weights', () => {
    const x = input('x', [4])
    const once = apply('Dense', 'd', [x], [4], { units: 4 })
    const again = apply('Dense', 'd', [once], [4], { units: 4 })
    const sum = apply('add', 's', [once, again], [4])
    const graph = lowerModel(model('Tied', [field('x', { kind: 'vector', size: 4 })], [], [task('y', { kind: 'vector', size: 4 }, sum)]), none)
    expect(graph.nodes.map(({ op }) => op)).toEqual(['dense', 'dense', 'add'])
    expect(parameterNames(graph)).toEqual(['d.weight', 'd.bias'])
  })

  test.each([['hard', 1], ['none', 2]] as const)('what two tasks read of a %s representation by one name is worked out %i times', (scheme, times) => {
    const trunk = share('trunk', scheme, apply('Dense', 'trunk.dense', [input('x', [4])], [3], { units: 3 }), ['a', 'b'])
    const both = apply('Dropout', 'both.dropout', [representation('trunk', [3])], [3], { rate: 0.5 })
    const made = model('Both', [field('x', { kind: 'vector', size: 4 })], [trunk], [
      task('a', label(2), apply('Dense', 'a.dense', [both], [2], { units: 2 })),
      task('b', label(2), apply('Dense', 'b.dense', [both], [2], { units: 2 })),
    ])
    expect(lowerModel(made, none).nodes.filter(({ op }) => op === 'dropout')).toHaveLength(times)
  })
})

describe('inputs', () => {
  test('only those that are read become inputs of the graph', () => {
    const made = model(
      'Some',
      [field('x', { kind: 'vector', size: 4 }), field('unused', { kind: 'number' })],
      [],
      [task('y', { kind: 'number' }, apply('Dense', 'd', [input('x', [4])], [1], { units: 1 }))],
    )
    expect(inputNames(made)).toEqual(['x'])
    expect(lowerModel(made, none).inputs.map(({ name }) => name)).toEqual(['x'])
  })

  test('members of a table are inputs of their own; only what is `auto` is measured', () => {
    expect(inputNames(table())).toEqual(['row.numbers', 'row.categories'])
    expect(fieldsToMeasure(table())).toEqual(['row'])
    expect(fieldsToMeasure(lenet('hard'))).toEqual([])
    expect(() => lowerModel(table(), none)).toThrow('statistics that were not measured')
  })

  test('a number may be predicted by one unit: its output is f32[N]', () => {
    const graph = lowerModel(
      model('One', [field('x', { kind: 'vector', size: 4 })], [], [
        task('y', { kind: 'number' }, apply('Dense', 'd', [input('x', [4])], [1], { units: 1 })),
      ]),
      none,
    )
    expect(shapeOf(graph, 'y')).toEqual(['N'])
  })
})

/** Lowers one extern over `shape` and gives the result's shape and the nodes. */
function lowered(extern: string, shapes: readonly (readonly number[])[], result: readonly number[], statics: Record<string, never> | object = {}) {
  const inputs = shapes.map((shape, index) => input(`x${index}`, shape))
  const expression = apply(extern, 'e', inputs, result, { ...statics })
  const fields = shapes.map((shape, index) => field(`x${index}`, { kind: 'vector', size: shape[0] ?? 1 }))
  const graph = lowerModel(model('E', fields, [], [task('y', { kind: 'vector', size: 1 }, expression)]), none)
  expect(verify(graph)).toEqual([])
  return { shape: shapeOf(graph, 'y')?.slice(1), ops: graph.nodes.map(({ op }) => op), graph }
}

describe('externs', () => {
  test.each([
    ['relu', [[3, 4]], [3, 4], {}],
    ['leaky_relu', [[3]], [3], { slope: 0.1 }],
    ['elu', [[3]], [3], { alpha: 1 }],
    ['softmax', [[3, 4]], [3, 4], { axis: -1 }],
    ['log_softmax', [[3, 4]], [3, 4], { axis: 0 }],
    ['Dense', [[3, 4]], [3, 5], { units: 5, bias: false }],
    ['Conv', [[4, 9, 9]], [6, 5, 5], { channels: 6, kernel: 3, stride: 2, padding: 'same', dilation: 1, groups: 2 }],
    ['Conv', [[4, 9, 9]], [6, 5, 5], { channels: 6, kernel: 3, stride: 1, padding: 'valid', dilation: 2, groups: 1 }],
    ['Conv', [[1, 8, 8]], [2, 8, 8], { channels: 2, kernel: 4, stride: 1, padding: 'same' }],
    ['DepthwiseConv', [[4, 8, 8]], [4, 8, 8], { kernel: 3 }],
    ['BatchNorm', [[4, 8, 8]], [4, 8, 8], { momentum: 0.1, epsilon: 1e-5 }],
    ['LayerNorm', [[4, 8]], [4, 8], { epsilon: 1e-5 }],
    ['GroupNorm', [[4, 8, 8]], [4, 8, 8], { groups: 2, epsilon: 1e-5 }],
    ['ConvTranspose', [[4, 5, 6]], [3, 10, 12], { channels: 3, kernel: 2, stride: 2, bias: true }],
    ['ConvTranspose', [[4, 5, 6]], [3, 11, 13], { channels: 3, kernel: 3, stride: 2, bias: false }],
    ['Attention', [[5, 8]], [5, 8], { heads: 2 }],
    ['GRU', [[5, 8]], [5, 3], { units: 3 }],
    ['LSTM', [[5, 8]], [5, 3], { units: 3 }],
    ['Resize', [[4, 5, 6]], [4, 10, 12], { scale: 2, size: [], mode: 'nearest' }],
    ['Resize', [[4, 5, 6]], [4, 7, 3], { scale: 1, size: [7, 3], mode: 'bilinear' }],
    ['MaxPool', [[4, 8, 8]], [4, 4, 4], { kernel: 2, stride: 2, padding: 'valid' }],
    ['MaxPool', [[4, 9, 9]], [4, 5, 5], { kernel: 3, stride: 2, padding: 'same' }],
    ['AvgPool', [[4, 8, 8]], [4, 4, 4], { kernel: 2, stride: 2 }],
    ['GlobalAvgPool', [[4, 8, 8]], [4], {}],
    ['GlobalMaxPool', [[4, 8, 8]], [4], {}],
    ['Dropout', [[4]], [4], { rate: 0.5 }],
    ['Pad', [[4, 8, 8]], [4, 10, 10], { amount: 1, value: 0 }],
    ['flatten', [[4, 8, 8]], [256], {}],
    ['squeeze', [[4, 1]], [4], {}],
    ['reshape', [[4, 6]], [2, 12], { dims: [2, -1] }],
    ['transpose', [[4, 6, 2]], [2, 4, 6], { axes: [2, 0, 1] }],
    ['concat', [[4, 6], [2, 6]], [6, 6], { axis: 0 }],
    ['concat', [[4, 6], [4, 3]], [4, 9], { axis: -1 }],
    ['stack', [[4, 6], [4, 6]], [2, 4, 6], {}],
    ['slice', [[4, 6]], [4, 2], { axis: 1, from: 1, to: 3 }],
    ['gather', [[4, 6]], [3, 6], { axis: 0, indices: [0, 2, 0] }],
    ['matmul', [[4, 6], [6, 3]], [4, 3], {}],
    ['sum', [[4, 6]], [4], { axis: -1 }],
    ['sum', [[4], [4], [4]], [4], {}],
    ['mean', [[4, 6]], [6], { axis: 0 }],
    ['mean', [[4], [4]], [4], {}],
    ['max', [[4, 6]], [4], { axis: -1 }],
    ['min', [[4], [4]], [4], {}],
    ['where', [[4], [4], [4]], [4], {}],
    // Broadcasting is per sample: the batch never meets another axis.
    ['add', [[6], [4, 6]], [4, 6], {}],
    ['mul', [[4, 1], [4, 6]], [4, 6], {}],
    ['sub', [[3, 4, 6], []], [3, 4, 6], {}],
  ] as const)('%s of %j gives %j with %j', (extern, shapes, result, statics) => {
    expect(lowered(extern, shapes, result, statics).shape).toEqual(result)
  })

  test('"same" pads the smaller half first', () => {
    const { graph } = lowered('Conv', [[1, 8, 8]], [2, 8, 8], { channels: 2, kernel: 4, padding: 'same' })
    expect(graph.nodes[0]?.attributes['pads']).toEqual([1, 1, 2, 2])
  })

  test('learnable tensors have no batch; they broadcast over it', () => {
    const x = input('x', [4, 6])
    const scaled = apply('mul', 'scaled', [x, learned('block.scale', [4, 1], 'ones')], [4, 6])
    const shifted = apply('add', 'shifted', [scaled, constant(0.5)], [4, 6])
    const graph = lowerModel(
      model('P', [field('x', { kind: 'vector', size: 4 })], [], [task('y', { kind: 'vector', size: 6 }, shifted)]),
      none,
    )
    expect(graph.parameters.map(({ name, init }) => [name, init])).toEqual([['block.scale', { kind: 'constant', value: 1 }]])
    expect(shapeOf(graph, 'y')).toEqual(['N', 4, 6])
  })

  test('layers begin as in PyTorch: uniform within 1 / √fan-in', () => {
    const { graph } = lowered('Conv', [[4, 8, 8]], [6, 8, 8], { channels: 6, kernel: 3, groups: 2, padding: 'same' })
    expect(graph.parameters.map(({ init }) => init)).toEqual([
      { kind: 'uniform', bound: 1 / Math.sqrt(18) },
      { kind: 'uniform', bound: 1 / Math.sqrt(18) },
    ])
  })

  test('running statistics are carried, not learned', () => {
    const { graph } = lowered('BatchNorm', [[4, 8, 8]], [4, 8, 8])
    expect(graph.parameters.map(({ name, trainable }) => [name, trainable])).toEqual([
      ['e.scale', true], ['e.bias', true], ['e.running_mean', false], ['e.running_var', false],
    ])
  })

  test('nodes know the path and the place that made them', () => {
    const { graph } = lowered('Dense', [[3]], [5], { units: 5 })
    expect(graph.nodes[0]).toMatchObject({ scope: 'e', span: { file: 'test.mtl' } })
  })

  test('the lowerings are those of the externs that the core library declares, and of the operators', () => {
    const core = readFileSync(join(import.meta.dirname, '../../stdlib/core.mtl'), 'utf8')
    const declared = new Set([...core.matchAll(/^extern block (\w+)/gm)].map((match) => match[1]))
    const operators = ['add', 'sub', 'mul', 'div', 'neg', 'greater', 'less', 'greater_equal', 'less_equal', 'equal', 'not_equal']
    // `split` is slices, as the checker has it.
    expect([...externs.keys()].toSorted()).toEqual([...declared, ...operators].filter((name) => name !== 'split').toSorted())
  })
})

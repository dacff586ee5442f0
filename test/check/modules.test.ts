import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { check } from '../../src/check/check.js'
import { nodeHost } from '../../src/host/node.js'
import { checkFiles, checkText, findings, model, paths, predicted, shapeOf, things } from './kit.js'

describe('imports', () => {
  const blocks = 'const width = 5\n/// Half of them.\nblock Small(n: int = width)(x: f32[C]) -> f32[n] { x |> Dense(n) }\n'

  test('bring blocks, constants, data sets and models, under names of the file\'s own', async () => {
    const checked = await checkFiles({
      'main.mtl': 'import { Small as Tiny, width } from "./blocks"\nimport { Things } from "./sub/data.mtl"\nmodel M on Things { task kind = vector |> Tiny(width) |> Tiny(10) }',
      'blocks.mtl': blocks,
      'sub/data.mtl': things,
    })
    expect(findings(checked)).toEqual([])
    expect(checked.program?.data[0]?.sources[0]?.location).toBe('sub/things.parquet')
  })

  test('a model can be trained by another file', async () => {
    const checked = await checkFiles({
      'main.mtl': 'import { M } from "./model"\ntrain M { epochs 1 }',
      'model.mtl': model('task kind = vector |> Dense(10)'),
    })
    expect(findings(checked)).toEqual([])
    expect(checked.program).toMatchObject({ models: [{ name: 'M' }], trains: [{ model: 'M' }] })
  })

  test('defaults and bodies use the names of their own file', async () => {
    const checked = await checkFiles({
      'main.mtl': `import { Small } from "./blocks"\nconst width = 99\n${model('task kind = vector |> Small() |> Dense(10)')}`,
      'blocks.mtl': blocks,
    })
    expect(findings(checked)).toEqual([])
    expect(checked.program?.models[0]?.tasks[0]?.predict).toMatchObject({ inputs: [{ type: { shape: [5] } }] })
  })

  test('a name that a file does not declare', async () => {
    const checked = await checkFiles({ 'main.mtl': 'import { Smal } from "./blocks"', 'blocks.mtl': blocks })
    expect(findings(checked)).toEqual(['MTL2001 there is no declaration in "./blocks" called `Smal` ← Smal'])
    expect(checked.diagnostics[0]?.help).toBe('did you mean `Small`?')
  })

  test('what fails to be imported is not told again where it is used', async () => {
    const checked = await checkText(`import { Small } from "./nowhere"\n${model('task kind = vector |> Small(10)')}`)
    expect(findings(checked)).toEqual(['MTL2020 there is no module "./nowhere" ← "./nowhere"'])
  })

  test('mistakes in an imported file are told, with its place', async () => {
    const checked = await checkFiles({ 'main.mtl': 'import { A } from "./a"', 'a.mtl': 'block A(x: f32[C]) -> f32[C] { rleu(x) }' })
    expect(findings(checked)).toEqual(['MTL2001 there is no value called `rleu` ← rleu'])
    expect(checked.diagnostics[0]?.span?.file).toBe('a.mtl')
  })
})

describe('the standard library', () => {
  const folder = join(import.meta.dirname, '../../stdlib')

  test.each(readdirSync(folder))('%s checks clean, and every block is documented', async (name) => {
    const path = join(folder, name)
    const checked = await check(path, { host: nodeHost() })
    expect(findings(checked)).toEqual([])
    const { parse } = await import('../../src/syntax/parse.js')
    const { file } = parse(readFileSync(path, 'utf8'), path)
    expect(file.declarations.flatMap((each) => (each.kind === 'block' && each.doc === undefined ? [each.name.text] : []))).toEqual([])
  })

  test.each([
    ['vision', 'LeNet', 'concat([image |> flatten, vector |> slice(0, 4)]) |> reshape([1, 14, 14]) |> Pad(7) |> LeNet(features = 64)', 'f32[64]'],
    ['vision', 'LeNet', 'image |> Pad(10) |> LeNet(64, first = 4, second = 6, dropout = 0.5)', 'f32[64]'],
    ['vision', 'SmallResNet', 'image |> SmallResNet()', 'f32[64]'],
    ['vision', 'SmallResNet', 'image |> SmallResNet([8, 16], blocks = 2)', 'f32[16]'],
    ['vision', 'Residual', 'image |> Residual(3)', 'f32[3, 8, 8]'],
    ['vision', 'Residual', 'image |> Residual(5, stride = 2)', 'f32[5, 4, 4]'],
    ['vision', 'MLP', 'image |> MLP([32, 16], dropout = 0.1)', 'f32[16]'],
    ['tabular', 'MLP', 'vector |> MLP([7])', 'f32[7]'],
    ['heads', 'Classifier', 'image |> Classifier(10, hidden = 8)', 'f32[10]'],
    ['heads', 'Regressor', 'vector |> Regressor(hidden = 8, dropout = 0.2)', 'f32[]'],
    ['heads', 'VectorRegressor', 'vector |> VectorRegressor(2)', 'f32[2]'],
  ])('%s: %s', async (module, name, expression, shape) => {
    expect(await shapeOf(expression, `import { ${name} } from "std/${module}"\n`)).toBe(shape)
  })

  test('a deeper network has its weights under indices', async () => {
    const found = paths(await predicted('task kind = image |> SmallResNet([3, 8], blocks = 2) |> Dense(10)', 'import { SmallResNet } from "std/vision"\n'))
    expect(found.filter((path) => path.includes('conv'))).toEqual([
      'kind.small_res_net.conv',
      'kind.small_res_net.0.stage.residual.y.conv',
      'kind.small_res_net.0.stage.residual.y.conv_1',
      'kind.small_res_net.0.stage.0.residual.y.conv',
      'kind.small_res_net.0.stage.0.residual.y.conv_1',
      'kind.small_res_net.1.stage.residual.y.conv',
      'kind.small_res_net.1.stage.residual.y.conv_1',
      'kind.small_res_net.1.stage.residual.skip.conv',
      'kind.small_res_net.1.stage.0.residual.y.conv',
      'kind.small_res_net.1.stage.0.residual.y.conv_1',
    ])
  })
})

const tableOf = (numbers: number, categories: number) => ({
  kind: 'table' as const,
  numbers: Array.from({ length: numbers }, (_, index) => `n${index}`),
  categories: Array.from({ length: categories }, (_, index) => ({ column: `c${index}`, labels: ['a'], offset: 2 * index })),
  vocabulary: 2 * categories,
})

describe('tables of all kinds', () => {
  test.each([[3, 2, 'concat', 11], [3, 0, 'input', 3], [0, 2, 'flatten', 8]])('%i numbers and %i categories', async (numbers, categories, last, size) => {
    const checked = await checkText(
      'import { TableFeatures } from "std/tabular"\ndata R {\n source "r.csv"\n input row: table\n target y: label<2>\n normalize row auto\n}\nmodel M on R { task y = row |> TableFeatures(dim = 4) |> Dense(2) }',
      { inspectTable: async () => tableOf(numbers, categories) },
    )
    expect(findings(checked)).toEqual([])
    const predict = checked.program?.models[0]?.tasks[0]?.predict
    const features = predict?.kind === 'apply' ? predict.inputs[0] : undefined
    expect(features?.kind === 'apply' ? features.extern : features?.kind).toBe(last)
    expect(features?.type.shape).toEqual([size])
  })
})

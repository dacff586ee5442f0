import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { check } from '../../../src/check/check.js'
import type { TypedProgram } from '../../../src/check/typed.js'
import { inferenceForm } from '../../../src/compress/emitted.js'
import { exampleFile } from '../../../src/diagnostics/examples/example.js'
import { nodeHost } from '../../../src/host/node.js'
import type { Weights } from '../../../src/ir/graph.js'
import { graphFor } from '../../../src/lower/graph-for.js'
import { toOnnx } from '../../../src/onnx/write.js'
import { writeSafetensors } from '../../../src/storage/safetensors.js'
import { initialFindings, loadInitial, type Initial } from '../../../src/train/initial/load.js'
import { initialize } from '../../../src/train/initialize.js'
import { f32, type Tensor } from '../../../src/types/tensor.js'
import { exampleFolder, removeExampleFolders } from '../../diagnostics/example-folder.js'
import { engine } from '../problems.js'

afterAll(removeExampleFolders)

/** A model whose layers are those of the network in pytorch.py, with this `init`. */
const program = (init: string): string => `data Pictures {
  source "pictures.parquet"
  input  x: image[2, 5, 5]
  target kind: label<3>
}

model Reader on Pictures {
  share hard trunk = x |> Conv(4, 3, bias = false) |> BatchNorm() |> relu
  task kind = trunk |> flatten |> Dense(3)
}

train Reader { ${init} }
`

interface Place {
  readonly folder: string
  readonly program: TypedProgram
}

async function placeOf(init: string, files: Readonly<Record<string, Uint8Array>> = {}): Promise<Place> {
  const { path, file } = exampleFolder({ [exampleFile]: program(init) })
  for (const [name, content] of Object.entries(files)) {
    await mkdir(join(path, name, '..'), { recursive: true })
    await writeFile(join(path, name), content)
  }
  const checked = await check(file, { host: nodeHost() })
  if (checked.program === undefined) throw new Error(checked.diagnostics.map(({ message }) => message).join('\n'))
  return { folder: path, program: checked.program }
}

const modelOf = ({ program: { models: [model] } }: Place) => {
  if (model === undefined) throw new Error('no model')
  return model
}

const found = ({ program: whole, folder }: Place) => initialFindings(whole, folder)

function load(place: Place): Promise<Initial> {
  const init = place.program.trains[0]?.init
  if (init === undefined) throw new Error('no init')
  return loadInitial(init, graphFor(modelOf(place)), place.folder, join(place.folder, 'out'))
}

const own = async (): Promise<Weights> => initialize(graphFor(modelOf(await placeOf('init from "x.onnx"'))), 7)
const tensors = (weights: Weights): Uint8Array => writeSafetensors(weights)

describe('a network of PyTorch', () => {
  const mapping = 'trunk.conv from "backbone.0", trunk.batch_norm from "backbone.1", kind.dense from "fc"'

  test('answers the same here as there, running statistics of its batch norm included', async () => {
    const place = await placeOf(`init(strict) from "pytorch.safetensors" { ${mapping} }`)
    await copyFile(new URL('pytorch.safetensors', import.meta.url), join(place.folder, 'pytorch.safetensors'))
    expect(await found(place)).toEqual([])
    const { weights } = await load(place)
    const { x, y } = JSON.parse(await readFile(new URL('pytorch.json', import.meta.url), 'utf8')) as { readonly x: number[]; readonly y: number[] }

    const running = await engine()
    const session = await running.load(inferenceForm(graphFor(modelOf(place)), weights))
    const { kind } = await session.run({ x: f32([2, 2, 5, 5], x) })
    await session.close()
    await running.close()
    expect([...(kind?.data ?? [])].map(Number)).toEqual(y.map((value) => expect.closeTo(value, 5)))
  })

  test('whose names nobody says is told by what it has', async () => {
    const place = await placeOf('init from "pytorch.safetensors"')
    await copyFile(new URL('pytorch.safetensors', import.meta.url), join(place.folder, 'pytorch.safetensors'))
    const [finding] = await found(place)
    expect(finding?.message).toBe('no weight of `Reader` is in "pytorch.safetensors" under its name')
    expect(finding?.help).toBe('names and shapes agree with `{ trunk.batch_norm from "backbone.1", kind.dense from "fc", trunk.conv from "backbone.0" }` behind it')
    // The suggestion is the mapping of the test above, in another order.
    expect(mapping.split(', ').toSorted().join(', ')).toBe(/\{ (.*) \}/.exec(finding?.help ?? '')?.[1]?.split(', ').toSorted().join(', '))
  })
})

describe('what is taken', () => {
  test('from a file with the same names is every bit, and not looked at twice', async () => {
    const weights = await own()
    const place = await placeOf('init(strict) from "w.safetensors"', { 'w.safetensors': tensors(weights) })
    expect((await load(place)).weights).toEqual(weights)
  })

  test('from an ONNX file is what its initializers hold', async () => {
    const weights = await own()
    const place = await placeOf('init(strict) from "w.onnx"')
    await writeFile(join(place.folder, 'w.onnx'), toOnnx(graphFor(modelOf(place)), weights))
    expect((await load(place)).weights).toEqual(weights)
  })

  test('from an emitted folder is its model: layers with their batch norm folded in', async () => {
    const place = await placeOf('init from "old"')
    const form = inferenceForm(graphFor(modelOf(place)), await own())
    await mkdir(join(place.folder, 'old'))
    await writeFile(join(place.folder, 'old', 'model.onnx'), toOnnx(form.graph, form.weights))
    const { weights, match, findings } = await load(place)
    expect(weights.get('kind.dense.weight')).toEqual(form.weights.get('kind.dense.weight'))
    expect(match).toMatchObject({ missing: [expect.stringContaining('trunk.batch_norm.'), ...Array.from({ length: 3 }, () => expect.any(String))], unused: ['trunk.conv.bias'] })
    expect(findings.map(({ code, help }) => [code, help])).toEqual([['MTL6104', 'anew begin `trunk.batch_norm` (4); not taken from the file are `trunk.conv.bias`']])
  })

  test('gets the shape that the model wants, where only axes of length 1 differ', async () => {
    const weights = new Map([...(await own())].map(([name, tensor]): [string, Tensor] => [name, name === 'kind.dense.bias' ? { ...tensor, shape: [3, 1] } : tensor]))
    expect((await load(await placeOf('init from "w.safetensors"', { 'w.safetensors': tensors(weights) }))).weights.get('kind.dense.bias')?.shape).toEqual([3])
  })
})

describe('strict', () => {
  test.each([
    ['lacks a weight', (weights: Map<string, Tensor>) => weights.delete('kind.dense.bias'), 'anew begin `kind.dense.bias`'],
    ['has another', (weights: Map<string, Tensor>) => weights.set('old.bias', f32([1], [0])), 'not taken from the file are `old.bias`'],
    ['has one in another shape', (weights: Map<string, Tensor>) => weights.set('kind.dense.bias', f32([2], [0, 0])), 'of another shape are `kind.dense.bias` (f32[3], in the file f32[2])'],
  ])('refuses a file that %s, which is else a note', async (_name, change, unmatched) => {
    const weights = new Map(await own())
    change(weights)
    const files = { 'w.safetensors': tensors(weights) }
    const strict = await placeOf('init(strict) from "w.safetensors"', files)
    const [finding] = await found(strict)
    expect(finding).toMatchObject({ code: 'MTL6103', severity: 'error', help: expect.stringContaining(unmatched) })
    await expect(load(strict)).rejects.toMatchObject({ diagnostics: [finding] })
    expect((await load(await placeOf('init from "w.safetensors"', files))).findings).toMatchObject([{ code: 'MTL6104', severity: 'info', help: unmatched }])
  })

  test('asks for nothing that the mapping leaves aside', async () => {
    const place = await placeOf('init(strict) from "w.safetensors" { trunk from "trunk" }', { 'w.safetensors': tensors(await own()) })
    expect(await found(place)).toEqual([])
    expect([...(await load(place)).weights.keys()].every((name) => name.startsWith('trunk.'))).toBe(true)
  })
})

describe('a source that cannot be read', () => {
  test.each([
    ['is not there', 'init from "gone.safetensors"', {}, 'there is no such file or folder'],
    ['is the folder of no run', 'init from "sub"', { 'sub/notes': new Uint8Array() }, 'it is not the folder of a run: it holds neither a checkpoint nor a model.onnx'],
    ['is a folder whose checkpoint is damaged', 'init from "sub"', { 'sub/checkpoint/checkpoint.json': new TextEncoder().encode('{"version": 1, "files": {"values": "../../secret"}}') }, 'it names no files of a checkpoint'],
    ['was cut short', 'init from "w.safetensors"', { 'w.safetensors': tensors(new Map([['a', f32([2], [1, 2])]])).subarray(0, -4) }, 'it ends within its values'],
    ['is of another kind', 'init from "w.onnx"', { 'w.onnx': new TextEncoder().encode('not a model') }, 'it is not an ONNX model, or was cut short'],
  ])('%s is a finding that marks its name', async (_name, init, files, reason) => {
    const place = await placeOf(init, files)
    const [finding] = await found(place)
    expect(finding).toMatchObject({ code: 'MTL6101', message: expect.stringContaining(reason), span: place.program.trains[0]?.init?.place })
    await expect(load(place)).rejects.toMatchObject({ diagnostics: [{ code: 'MTL6101' }] })
  })

  test('is also the folder that the run itself writes into', async () => {
    await expect(load(await placeOf('init from "out"', { 'out/model.onnx': new Uint8Array() }))).rejects.toMatchObject({
      diagnostics: [{ code: 'MTL6101', message: expect.stringContaining('the run writes into this folder itself') }],
    })
  })
})

test('however a file is damaged, there are findings and no exception', async () => {
  const place = await placeOf('init from "w.safetensors"')
  const modelPlace = await placeOf('init from "w.onnx"')
  const weights = await own()
  const sound = [[place, 'w.safetensors', tensors(weights)], [modelPlace, 'w.onnx', toOnnx(graphFor(modelOf(place)), weights)]] as const
  const damage = fc.record({ at: fc.nat(), byte: fc.nat(255), early: fc.boolean(), cut: fc.option(fc.nat(), { nil: undefined, freq: 3 }), kind: fc.nat(1) })
  await fc.assert(
    fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (changes) => {
      const [where, name, content] = sound[changes[0]?.kind ?? 0] ?? sound[0]
      let bytes = content.slice()
      for (const { at, byte, early, cut } of changes) {
        // Most of a file are values: what damages the header lies near its beginning.
        if (bytes.length > 0) bytes[at % (early ? Math.min(bytes.length, 400) : bytes.length)] = byte
        if (cut !== undefined) bytes = bytes.subarray(0, cut % (bytes.length + 1))
      }
      await writeFile(join(where.folder, name), bytes)
      for (const finding of await found(where)) expect(finding.code).toMatch(/^MTL610[124]$/)
      await load(where).catch((error: unknown) => expect(error).toMatchObject({ name: 'Failure' }))
    }),
    { seed: 5, numRuns: 300 },
  )
})

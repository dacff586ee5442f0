/** Of counts, the emitted file gives the logarithm of the expected one, and the bindings the count. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { expect, test } from 'vitest'
import { artifactFiles, emit } from '../../src/emit/artifact.js'
import { apply, field, input, method, model, task } from '../lower/build.js'
import { artifactOf, importFolder, temporaryFolder } from './folder.js'

const dense = (path: string, units: number) => apply('Dense', path, [input('x', [2])], [units], { units, bias: true })
const loss = method('poisson_nll')
const shop = model('Shop', [field('x', { kind: 'vector', size: 2 })], [], [
  task('sold', { kind: 'number' }, dense('sold.dense', 1), { loss }),
  task('visits', { kind: 'vector', size: 3 }, dense('visits.dense', 3), { loss, doc: 'By hour.' }),
  task('price', { kind: 'number' }, dense('price.dense', 1)),
])

interface Answer { readonly sold: number; readonly visits: readonly number[]; readonly price: number }

test('bindings, declarations and manifest say so', async () => {
  const folder = await temporaryFolder()
  try {
    const artifact = artifactOf(shop)
    const path = join(folder.path, 'shop')
    await mkdir(path)
    await emit(artifact, path)
    const { Shop } = (await importFolder(path)) as { Shop: { load(): Promise<{ predictBatch(samples: unknown): Promise<readonly Answer[]>; close(): Promise<void> }> } }
    const bindings = await Shop.load()
    const answers = await bindings.predictBatch([{ x: [1, -2] }, { x: [0.5, 3] }])
    await bindings.close()
    const session = await InferenceSession.create(join(path, 'model.onnx'))
    const raw = await session.run({ x: new Tensor('float32', Float32Array.of(1, -2, 0.5, 3), [2, 2]) })
    await session.release()
    const rawOf = (name: string): readonly number[] => Array.from(raw[name]?.data as Float32Array)

    expect(answers.map(({ sold }) => sold)).toEqual(rawOf('sold').map(Math.exp))
    expect(answers.flatMap(({ visits }) => visits)).toEqual(rawOf('visits').map(Math.exp))
    expect(answers.map(({ price }) => price)).toEqual(rawOf('price'))

    const file = (name: string): string => String(artifactFiles(artifact).find((each) => each.name === name)?.content)
    const { outputs } = JSON.parse(file('manifest.json')) as { outputs: readonly { task: string; activation: string }[] }
    expect(outputs.map(({ task: name, activation }) => [name, activation])).toEqual([['sold', 'exp'], ['visits', 'exp'], ['price', 'none']])
    expect(file('index.d.ts')).toContain('/** The expected count. */\n  readonly sold: number')
  } finally {
    await folder.remove()
  }
})

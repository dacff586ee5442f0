/** What an emitted folder says of boxes: what the metric finds in the same outputs. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { artifactFiles, emit, type Artifact } from '../../src/emit/artifact.js'
import { detector } from '../../src/train/metrics/detections.js'
import { f32 } from '../../src/types/tensor.js'
import { finder, picture, size } from '../train/shapes.js'
import { artifactOf, importFolder, temporaryFolder } from './folder.js'
import { mistakesIn } from './typescript.js'

interface Thing {
  readonly label: string
  readonly score: number
  readonly box: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }
}
interface Model {
  predictBatch(samples: readonly { readonly image: Float32Array }[]): Promise<readonly { readonly things: readonly Thing[] }[]>
  close(): Promise<void>
}

const images = [0, 1, 2, 3].map((index) => Float32Array.from(picture(9, index).pixels, (value) => value / 255))

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let artifact: Artifact
let answers: readonly { readonly things: readonly Thing[] }[]
let raw: Float32Array

beforeAll(async () => {
  folder = await temporaryFolder()
  artifact = artifactOf(await finder())
  await emit(artifact, folder.path)
  const { Finder } = (await importFolder(folder.path)) as { Finder: { load(): Promise<Model> } }
  const model = await Finder.load()
  answers = await model.predictBatch(images.map((image) => ({ image })))
  await model.close()
  const session = await InferenceSession.create(join(folder.path, 'model.onnx'))
  const outputs = await session.run({ image: new Tensor('float32', Float32Array.from(images.flatMap((image) => [...image])), [images.length, 1, size, size]) })
  raw = outputs['things']?.data as Float32Array
  await session.release()
})
afterAll(() => folder.remove())

describe('the bindings', () => {
  it('give the boxes that the metric finds, best first', () => {
    const type = artifact.model.tasks[0]?.target.type
    if (type?.kind !== 'boxes') throw new Error('the model has boxes')
    const find = detector(type)
    const counts = answers.map(({ things }, sample) => {
      const found = find(f32([images.length, 80, 7], raw), sample)
      expect(things).toEqual(found.map(({ code, score, sides: [left, top, right, bottom] }) => ({ label: ['square', 'disc'][code], score, box: { left, top, right, bottom } })))
      return things.length
    })
    // Nothing has been learned: there are 160 candidates, and 100 boxes at most.
    expect(Math.max(...counts)).toBe(100)
  })

  it('are typed', async () => {
    await writeFile(join(folder.path, 'use.ts'), `import { Finder, type FinderThingsLabel } from './index.js'
const { things } = await (await Finder.load()).predict({ image: new Float32Array(${size * size}) })
const labels: readonly FinderThingsLabel[] = things.filter(({ score }) => score > 0.5).map(({ label }) => label)
const width: number = (things[0]?.box.right ?? 0) - (things[0]?.box.left ?? 0)
// @ts-expect-error There are squares and discs.
const car = things.find(({ label }) => label === 'car')
export { labels, width, car }
`)
    expect(mistakesIn(join(folder.path, 'use.ts'))).toEqual([])
  })
})

it('the manifest says which places the rows are of', () => {
  const { outputs } = JSON.parse(String(artifactFiles(artifact).find(({ name }) => name === 'manifest.json')?.content)) as { outputs: unknown[] }
  expect(outputs[0]).toEqual({
    task: 'things', field: 'boxes<"square", "disc">(max = 4)', tensor: { name: 'things', dtype: 'f32', shape: ['N', 80, 7] }, activation: 'none', labels: ['square', 'disc'],
    levels: [{ height: 8, width: 8 }, { height: 4, width: 4 }],
  })
})

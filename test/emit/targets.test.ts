/** What an emitted folder says of labels by themselves, masks and points, held against the raw outputs of its file. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { artifactFiles, emit } from '../../src/emit/artifact.js'
import { pointAt } from '../../src/train/metrics/points.js'
import { f32 } from '../../src/types/tensor.js'
import { scene } from '../train/scene.js'
import { artifactOf, importFolder, temporaryFolder } from './folder.js'
import { mistakesIn } from './typescript.js'

interface Answers {
  readonly sides: { readonly labels: readonly string[]; readonly probabilities: Readonly<Record<string, number>> }
  readonly regions: { readonly width: number; readonly height: number; readonly labels: readonly string[]; readonly codes: Uint8Array }
  readonly middle: readonly { readonly label: number; readonly x: number; readonly y: number }[]
  readonly spots: readonly { readonly label: string; readonly x: number; readonly y: number; readonly score: number }[]
}
interface Model {
  predictBatch(samples: readonly { readonly image: Float32Array }[]): Promise<readonly Answers[]>
  close(): Promise<void>
}

const images = [0, 1, 2].map((sample) => Float32Array.from({ length: 64 }, (_, pixel) => ((pixel * (7 + sample)) % 11) / 10))

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let artifact: ReturnType<typeof artifactOf>
let answers: readonly Answers[]
/** The file's own outputs. */
let raw: InferenceSession.OnnxValueMapType
const rawOf = (task: string): Float32Array => raw[task]?.data as Float32Array

beforeAll(async () => {
  folder = await temporaryFolder()
  artifact = artifactOf(await scene())
  await emit(artifact, folder.path)
  const { Scene } = (await importFolder(folder.path)) as { Scene: { load(): Promise<Model> } }
  const model = await Scene.load()
  answers = await model.predictBatch(images.map((image) => ({ image })))
  await model.close()
  const session = await InferenceSession.create(join(folder.path, 'model.onnx'))
  raw = await session.run({ image: new Tensor('float32', Float32Array.from(images.flatMap((image) => [...image])), [3, 1, 8, 8]) })
  await session.release()
})
afterAll(() => folder.remove())

describe('the bindings', () => {
  it('give the labels that are more likely there than not, and the probabilities of all', () => {
    for (const [sample, { sides }] of answers.entries()) {
      const logits = rawOf('sides').subarray(2 * sample, 2 * sample + 2)
      expect(Object.keys(sides.probabilities)).toEqual(['left', 'top'])
      expect(Object.values(sides.probabilities)).toEqual(Array.from(logits, (logit) => expect.closeTo(1 / (1 + Math.exp(-logit)), 6) as number))
      expect(sides.labels).toEqual(['left', 'top'].filter((_, index) => (logits[index] ?? 0) > 0))
    }
  })

  it('give the likeliest class of each pixel', () => {
    for (const [sample, { regions }] of answers.entries()) {
      expect([regions.width, regions.height, regions.labels]).toEqual([8, 8, ['ground', 'square', 'other']])
      expect(regions.codes).toHaveLength(64)
      const maps = [0, 1, 2].map((code) => rawOf('regions').subarray((3 * sample + code) * 64, (3 * sample + code + 1) * 64))
      for (const [pixel, code] of regions.codes.entries()) expect(maps[code]?.[pixel]).toBe(Math.max(...maps.map((map) => map[pixel] ?? 0)))
    }
  })

  it('give points as the metric reads them, of coordinates and of heat maps', () => {
    for (const [sample, { middle, spots }] of answers.entries()) {
      expect(middle).toEqual([{ label: 0, x: rawOf('middle')[2 * sample], y: rawOf('middle')[2 * sample + 1] }])
      const maps = f32([3, 2, 4, 4], rawOf('spots'))
      for (const [point, { label, x, y, score }] of spots.entries()) {
        expect(label).toBe(['middle', 'corner'][point])
        expect([x, y]).toEqual(pointAt(maps, 2 * sample + point))
        expect(score).toBe(Math.max(...maps.data.subarray((2 * sample + point) * 16, (2 * sample + point + 1) * 16)))
      }
    }
  })
})

const fileOf = (name: string): string => String(artifactFiles(artifact).find((file) => file.name === name)?.content)

describe('the declarations', () => {
  it('name labels, classes and points', async () => {
    const text = fileOf('index.d.ts')
    expect(text).toContain('export type SceneSidesLabel = "left" | "top"')
    expect(text).toContain('export type SceneMiddleLabel = 0')
    await writeFile(join(folder.path, 'use.ts'), `import { Scene, type SceneRegionsLabel, type SceneSidesLabel } from './index.js'
const { sides, regions, middle, spots } = await (await Scene.load()).predict({ image: new Float32Array(64) })
const found: readonly SceneSidesLabel[] = sides.labels
const first: SceneRegionsLabel | undefined = regions.labels[regions.codes[0] ?? 0]
const score: number | undefined = spots[0]?.score
// @ts-expect-error Coordinates have no score.
middle[0]?.score
const left: number = sides.probabilities.left
export { found, first, score, left }
`)
    expect(mistakesIn(join(folder.path, 'use.ts'))).toEqual([])
  })
})

describe('the manifest', () => {
  it('says what each output is, and what makes probabilities of it', () => {
    const { outputs } = JSON.parse(fileOf('manifest.json')) as { outputs: unknown[] }
    expect(outputs).toEqual([
      { task: 'sides', field: 'labels<"left", "top">', tensor: { name: 'sides', dtype: 'f32', shape: ['N', 2] }, activation: 'sigmoid', labels: ['left', 'top'] },
      { task: 'regions', field: 'mask<"ground", "square", "other">[8, 8]', tensor: { name: 'regions', dtype: 'f32', shape: ['N', 3, 8, 8] }, activation: 'softmax', axis: 1, labels: ['ground', 'square', 'other'] },
      { task: 'middle', field: 'keypoints<1>', tensor: { name: 'middle', dtype: 'f32', shape: ['N', 1, 2] }, activation: 'none', labels: ['0'] },
      { task: 'spots', field: 'keypoints<"middle", "corner">', tensor: { name: 'spots', dtype: 'f32', shape: ['N', 2, 4, 4] }, activation: 'none', labels: ['middle', 'corner'] },
    ])
  })
})

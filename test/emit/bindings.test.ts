import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emit } from '../../src/emit/artifact.js'
import { lenet, residual, table } from '../lower/models.js'
import { artifactOf, importFolder, temporaryFolder } from './folder.js'
import { mixed } from './models.js'

interface Model {
  predict(sample: unknown): Promise<Record<string, unknown>>
  predictBatch(samples: unknown): Promise<Record<string, unknown>[]>
  close(): Promise<void>
}
interface ModelClass {
  load(options?: { path?: string | URL; threads?: number }): Promise<Model>
}
interface Answer {
  label: unknown
  probability: number
  probabilities: Record<string, number>
}

let folder: Awaited<ReturnType<typeof temporaryFolder>>
const models: Record<string, Model> = {}
const modelNamed = (name: string): Model => {
  const found = models[name]
  if (found === undefined) throw new Error(`no model ${name}`)
  return found
}
const classIn = async (name: string): Promise<ModelClass> => (await importFolder(join(folder.path, name)))[name] as ModelClass

beforeAll(async () => {
  folder = await temporaryFolder()
  const artifacts = [
    artifactOf(lenet('hard')),
    artifactOf(residual()),
    artifactOf(table(), new Map([['row', { mean: [38, 40], std: [13, 12] }]])),
    artifactOf(mixed()),
  ]
  for (const artifact of artifacts) {
    const path = join(folder.path, artifact.model.name)
    await mkdir(path)
    await emit(artifact, path)
    models[artifact.model.name] = await (await classIn(artifact.model.name)).load({ threads: 1 })
  }
})
afterAll(async () => {
  for (const model of Object.values(models)) await model.close()
  await folder.remove()
})

const pixels = Uint8Array.from({ length: 144 }, (_, index) => (index * 37) % 256)

describe('an image model', () => {
  it('answers as the file does in the plain runtime', async () => {
    const image = Float32Array.from(pixels, (value) => value / 255)
    const session = await InferenceSession.create(join(folder.path, 'Digits', 'model.onnx'))
    const outputs = await session.run({ image: new Tensor('float32', image, [1, 1, 12, 12]) })
    const logits = Array.from(outputs['left']?.data as Float32Array)
    const best = logits.indexOf(Math.max(...logits))
    const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0)

    const left = (await modelNamed('Digits').predict({ image }))['left'] as Answer
    expect(left.label).toBe(best)
    expect(left.probability).toBeCloseTo(Math.exp(Math.max(...logits)) / sum, 6)
    expect(Object.keys(left.probabilities)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
    expect(Object.values(left.probabilities).reduce((total, value) => total + value, 0)).toBeCloseTo(1, 6)
    await session.release()
  })

  it('takes bytes 0–255, and encoded files', async () => {
    const digits = modelNamed('Digits')
    const expected = await digits.predict({ image: Float32Array.from(pixels, (value) => value / 255) })
    const png = await sharp(pixels, { raw: { width: 12, height: 12, channels: 1 } }).png().toBuffer()
    expect(await digits.predict({ image: pixels })).toEqual(expected)
    expect(await digits.predict({ image: png })).toEqual(expected)
  })

  it('orders the channels of encoded files as the field does', async () => {
    const model = modelNamed('Residual')
    const interleaved = Uint8Array.from({ length: 192 }, (_, index) => (index * 53) % 256)
    const planar = Uint8Array.from({ length: 192 }, (_, index) => interleaved[(index % 64) * 3 + Math.floor(index / 64)] ?? 0)
    const png = await sharp(interleaved, { raw: { width: 8, height: 8, channels: 3 } }).png().toBuffer()
    expect(await model.predict({ image: png })).toEqual(await model.predict({ image: planar }))
  })

  it('answers batches in order, as one by one', async () => {
    const digits = modelNamed('Digits')
    const images = [pixels, new Uint8Array(144), pixels.toReversed()]
    const batch = await digits.predictBatch(images.map((image) => ({ image })))
    for (const [index, image] of images.entries()) {
      const answer = batch[index]?.['left'] as Answer | undefined
      const single = (await digits.predict({ image }))['left'] as Answer
      expect(answer?.label).toBe(single.label)
      expect(answer?.probability).toBeCloseTo(single.probability, 5)
    }
    expect(await digits.predictBatch([])).toEqual([])
  })

  it.each([
    [{ image: new Float32Array(100) }, 'Digits: image: expected a Float32Array of 144 values (1 × 12 × 12), found a Float32Array of 100 values'],
    [{ image: new Uint8Array(3) }, 'Digits: image: expected a Uint8Array of 144 values (1 × 12 × 12), or the bytes of a PNG, JPEG or WebP, found a Uint8Array of 3 values'],
    [{ image: Array.from(pixels) }, 'Digits: image: expected a Float32Array or Uint8Array of 144 values (1 × 12 × 12), found an array of 144 values'],
    [{ image: new Float32Array(144).fill(255) }, 'Digits: image: expected values from 0 to 1 (pixels 0-255 go into a Uint8Array), found 255 at index 0'],
    [{ image: new Float32Array(144).fill(Number.NaN) }, 'found NaN at index 0'],
    [{}, 'Digits: image: expected a value, found nothing: the input is missing'],
    [undefined, 'Digits: sample: expected an object with image, found nothing'],
  ])('refuses what does not fit, by name: %#', async (sample, message) => {
    await expect(modelNamed('Digits').predict(sample)).rejects.toThrow(message)
    await expect(modelNamed('Digits').predict(sample)).rejects.toBeInstanceOf(TypeError)
  })

  it('says which sample of a batch does not fit', async () => {
    await expect(modelNamed('Digits').predictBatch([{ image: pixels }, { image: 'x' }])).rejects.toThrow('Digits: image (sample 1): expected')
    await expect(modelNamed('Digits').predictBatch({ image: pixels })).rejects.toThrow('samples: expected an array, found an Object')
  })

  it('refuses an encoded file of another size', async () => {
    const png = await sharp(new Uint8Array(12), { raw: { width: 4, height: 3, channels: 1 } }).png().toBuffer()
    await expect(modelNamed('Digits').predict({ image: png })).rejects.toThrow('Digits: image: expected an image of 12 by 12 pixels, found one of 3 by 4')
  })

  it('refuses a broken encoded file', async () => {
    const broken = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(30)])
    await expect(modelNamed('Digits').predict({ image: broken })).rejects.toThrow('Digits: image: the image cannot be decoded')
  })
})

describe('loading', () => {
  it('takes another file of the same model, and refuses one of another model', async () => {
    const Digits = await classIn('Digits')
    const other = await Digits.load({ path: join(folder.path, 'Digits', 'model.onnx') })
    await other.close()
    await expect(Digits.load({ path: join(folder.path, 'Census', 'model.onnx') })).rejects.toThrow(
      'Digits: the model file does not belong to these bindings: it has no image, left, right',
    )
  })
  it('names the file that it cannot read', async () => {
    await expect((await classIn('Digits')).load({ path: 'nowhere/model.onnx' })).rejects.toThrow('Digits: the model file cannot be read: nowhere/model.onnx')
  })
  it('wants a sensible number of threads', async () => {
    await expect((await classIn('Digits')).load({ threads: 0 })).rejects.toThrow('threads: expected a whole number above 0, found the number 0')
  })
})

describe('closing', () => {
  it('may be asked for twice, and is told to who predicts afterwards', async () => {
    const digits = await (await classIn('Digits')).load()
    await Promise.all([digits.close(), digits.close()])
    await digits.close()
    const closed = 'Digits: the model is closed; Digits.load() opens it again'
    await expect(digits.predict({ image: pixels })).rejects.toThrow(closed)
    await expect(digits.predictBatch([])).rejects.toThrow(closed)
  })
})

describe('a table model', () => {
  const row = { age: 40, hours: 38, a: '0', b: '1', c: '2' }

  it('takes columns by name', async () => {
    const answer = await modelNamed('Census').predict({ row })
    expect(answer['place']).toHaveLength(2)
    expect([0, 1]).toContain((answer['income'] as Answer).label)
  })

  it('takes a category that it has not seen as unknown: any such value is the same', async () => {
    const model = modelNamed('Census')
    expect(await model.predict({ row: { ...row, c: 'new' } })).toEqual(await model.predict({ row: { ...row, c: 'newer' } }))
    expect(await model.predict({ row: { ...row, c: 'new' } })).not.toEqual(await model.predict({ row }))
  })

  it('takes a boolean, and a whole number written with a point, as training does', async () => {
    const model = modelNamed('Census')
    expect(await model.predict({ row: { ...row, a: true, b: false } })).toEqual(await model.predict({ row: { ...row, a: '1', b: '0' } }))
    expect(await model.predict({ row: { ...row, c: '2.0' } })).toEqual(await model.predict({ row }))
    expect(await model.predict({ row: { ...row, c: '2.5' } })).toEqual(await model.predict({ row: { ...row, c: 'new' } }))
  })

  it('takes a missing number as the mean of its column, and a missing category as unknown', async () => {
    const model = modelNamed('Census')
    expect(await model.predict({ row: { ...row, age: null } })).toEqual(await model.predict({ row: { ...row, age: 38 } }))
    expect(await model.predict({ row: { ...row, c: null } })).toEqual(await model.predict({ row: { ...row, c: 'new' } }))
  })

  it.each([
    [{ row: { ...row, age: 'old' } }, 'Census: row.age: expected a finite number, found the string "old"'],
    [{ row: { ...row, b: [7] } }, 'Census: row.b: expected a string, found an array of 1 values'],
    [{ row: { hours: 1, a: '0', b: '0', c: '0' } }, 'Census: row.age: expected a finite number, found nothing'],
    [{ row: null }, 'Census: row: expected an object with the columns age, hours, a, b, c, found null'],
  ])('refuses what does not fit: %#', async (sample, message) => {
    await expect(modelNamed('Census').predict(sample)).rejects.toThrow(message)
  })
})

describe('numbers, vectors, categories and labels of words', () => {
  const sample = { age: 3, size: [1, 2, 3], breed: 'short' }

  it('go in and come out', async () => {
    const { kind, weight } = await modelNamed('Pets').predict(sample)
    expect(['cat', 'dog']).toContain((kind as Answer).label)
    expect(Object.keys((kind as Answer).probabilities)).toEqual(['cat', 'dog'])
    expect(weight).toEqual(expect.any(Number))
  })

  it('take typed arrays as vectors', async () => {
    expect(await modelNamed('Pets').predict({ ...sample, size: Float32Array.of(1, 2, 3) })).toEqual(await modelNamed('Pets').predict(sample))
  })

  it.each([
    [{ ...sample, age: Number.NaN }, 'Pets: age: expected a finite number, found the number NaN'],
    [{ ...sample, size: [1, 2] }, 'Pets: size: expected an array of 3 numbers, found an array of 2 values'],
    [{ ...sample, size: [1, 2, 'x'] }, 'Pets: size: expected finite numbers, found the string "x" at index 2'],
    [{ ...sample, breed: undefined }, 'Pets: breed: expected a value, found nothing'],
  ])('refuse what does not fit: %#', async (wrong, message) => {
    await expect(modelNamed('Pets').predict(wrong)).rejects.toThrow(message)
  })
})

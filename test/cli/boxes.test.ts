/** A detector with another task, from pictures in files to boxes from the emitted folder. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Report } from '../../src/report/report.js'
import { overlap } from '../../src/train/metrics/detections.js'
import { picture, shapesFile, size, type Shape } from '../train/shapes.js'
import { folder, mtlc, type Folder } from './command.js'

const count = 400
const png = (index: number): Promise<Buffer> =>
  sharp(Uint8Array.from(picture(1, index).pixels), { raw: { width: size, height: size, channels: 1 } }).toColourspace('b-w').png({ compressionLevel: 1 }).toBuffer()
const cell = ({ label, box }: Shape): object => ({ label, box: box.map((side) => side / size) })

let here: Folder
beforeAll(async () => {
  here = await folder()
  await mkdir(join(here.path, 'pictures'))
  const rows = await Promise.all(Array.from({ length: count }, async (_, index) => {
    const { shapes } = picture(1, index)
    await writeFile(join(here.path, 'pictures', `${index}.png`), await png(index))
    return JSON.stringify({ image: `pictures/${index}.png`, things: index % 16 === 3 ? null : shapes.map(cell), count: shapes.length })
  }))
  await here.write('shapes.jsonl', `${rows.join('\n')}\n`)
  await here.write('shapes.mtl', shapesFile('shapes.jsonl', `
train Finder {
  epochs 14, batch 32, seed 3
  optimizer adam(lr = 4e-3)
}

compress Finder {
  prune    channels(importance = taylor)
  quantize int8
  distill  from dense
  budget {
    size <= 50 KB
    things.map_50 >= dense - 10 pt
  }
}
`))
})
afterAll(() => here.remove())

interface Thing {
  readonly label: string
  readonly score: number
  readonly box: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }
}

it('is trained, made smaller, and called', async () => {
  const { code, stdout, stderr } = await mtlc(here.path, 'compile', 'shapes.mtl', '-o', 'out', '--threads', '1')
  expect(code, stderr + stdout).toBe(0)
  const report = JSON.parse(await readFile(join(here.path, 'out', 'report.json'), 'utf8')) as Report
  expect(report.tasks['things']?.dense['map_50']).toBeGreaterThan(0.6)
  expect(report.tasks['things']?.emitted['map_50']).toBeGreaterThan(0.5)
  expect(report.emitted.params).toBeLessThan(report.dense.params)
  expect(report.budget.map(({ met }) => met)).toEqual([true, true])

  const { Finder } = (await import(/* @vite-ignore */ pathToFileURL(join(here.path, 'out', 'index.js')).href)) as {
    Finder: { load(): Promise<{ predictBatch(samples: readonly object[]): Promise<{ things: Thing[]; count: { label: number } }[]>; close(): Promise<void> }> }
  }
  const model = await Finder.load()
  const indices = Array.from({ length: 40 }, (_, index) => index)
  const answers = await model.predictBatch(await Promise.all(indices.map(async (index) => ({ image: await png(index) }))))
  await model.close()

  // Of each picture as many boxes as there are things: most of these are there, with the right label.
  let [right, all] = [0, 0]
  for (const [index, { things }] of answers.entries()) {
    const { shapes } = picture(1, index)
    all += shapes.length
    right += things.slice(0, shapes.length).filter(({ label, box: { left, top, right: end, bottom } }) =>
      shapes.some((shape) => shape.label === label && overlap([left, top, end, bottom], [shape.box[0] / size, shape.box[1] / size, shape.box[2] / size, shape.box[3] / size]) > 0.5)).length
  }
  expect(all).toBeGreaterThan(40)
  expect(right / all).toBeGreaterThan(0.6)
})

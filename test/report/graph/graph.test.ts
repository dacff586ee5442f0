import { describe, expect, it } from 'vitest'
import { lowerModel } from '../../../src/lower/model.js'
import { dot } from '../../../src/report/graph/dot.js'
import { draw, levels, type Level } from '../../../src/report/graph/drawing.js'
import { json } from '../../../src/report/graph/json.js'
import { mermaid } from '../../../src/report/graph/mermaid.js'
import { colourAt, sharedColour } from '../../../src/report/graph/palette.js'
import { svg } from '../../../src/report/graph/svg.js'
import type { TypedModel } from '../../../src/check/typed.js'
import { lenet, residual, table } from '../../lower/models.js'

const picture = (model: TypedModel, level: Level) => draw(model, lowerModel(model, new Map([['row', { mean: [0], std: [1] }]])), level)
/** How bright a channel of a colour is. */
const channel = (text: string): number => (Number.parseInt(text, 16) / 255) ** 2.2

const golden = (name: string): string => new URL(`golden/${name}`, import.meta.url).pathname

describe('what a picture shows', () => {
  it('gives each box to the tasks whose predictions depend on it', () => {
    const { boxes, parts } = picture(lenet('hard'), 'model')
    expect(boxes.map(({ title, part }) => [title, part])).toEqual([
      ['image', 'input'],
      ['trunk', 'shared:left,right'],
      ['left', 'head:left'],
      ['right', 'head:right'],
      ['left', 'head:left'],
      ['right', 'head:right'],
    ])
    expect(parts.map(({ label }) => label)).toEqual(['input', 'shared by all tasks', 'left: head', 'right: head'])
    expect(parts[1]?.colour).toBe(sharedColour)
  })

  it('keeps a task\'s copy of a share apart from its head, in the same colour', () => {
    const { parts } = picture(lenet('none'), 'layers')
    expect(parts.map(({ id }) => id)).toEqual(['input', 'exclusive:left', 'exclusive:right', 'head:left', 'head:right'])
    expect(parts[1]?.colour).toEqual(parts[3]?.colour)
    expect(parts[1]?.colour).not.toEqual(parts[2]?.colour)
  })

  it.each(levels)('counts every parameter once, and joins every box: %s', (level) => {
    for (const model of [lenet('hard'), lenet('none'), residual(), table()]) {
      const { boxes, arrows, total } = picture(model, level)
      expect(boxes.reduce((sum, { params }) => sum + params, 0)).toBe(total.params)
      const ends = new Set(arrows.flatMap(({ from, to }) => [from, to]))
      expect(boxes.filter(({ id, title }) => !ends.has(id) && title !== 'row').map(({ title }) => title)).toEqual([])
      expect(new Set(boxes.map(({ id }) => id)).size).toBe(boxes.length)
    }
  })

  it('nests layers by their paths, and says what each block costs', () => {
    const [trunk] = picture(residual(), 'layers').clusters
    expect(trunk).toMatchObject({ path: 'trunk', part: 'shared:kind,size' })
    expect(trunk?.clusters.map(({ title, boxes }) => [title, boxes.length])).toEqual([['block1', 9], ['block2', 7]])
    expect(trunk?.total.params).toBeGreaterThan(trunk?.clusters[0]?.total.params ?? Infinity)
  })

  it('draws the shortcut of a residual block', () => {
    const { boxes, arrows } = picture(residual(), 'layers')
    const add = boxes.find(({ path }) => path === 'trunk.block2.add')
    expect(arrows.filter(({ to }) => to === add?.id)).toHaveLength(2)
  })
})

describe('colours', () => {
  it('differ for as many tasks as anybody has in a picture, and carry dark text', () => {
    const fills = Array.from({ length: 14 }, (_, index) => colourAt(index).fill)
    expect(new Set(fills).size).toBe(14)
    for (const fill of [...fills, sharedColour.fill]) {
      const luminance = 0.2126 * channel(fill.slice(1, 3)) + 0.7152 * channel(fill.slice(3, 5)) + 0.0722 * channel(fill.slice(5, 7))
      // WCAG 2, contrast of #4b5563 (the lighter of the two inks) on the fill.
      const ink = 0.2126 * channel('4b') + 0.7152 * channel('55') + 0.0722 * channel('63')
      expect((luminance + 0.05) / (ink + 0.05)).toBeGreaterThan(3)
    }
  })
})

describe('formats', () => {
  it.each([
    ['lenet-layers.dot', dot(picture(lenet('hard'), 'layers'))],
    ['lenet-copies.dot', dot(picture(lenet('none'), 'model'))],
    ['lenet-layers.mmd', mermaid(picture(lenet('hard'), 'layers'))],
    ['table-ops.mmd', mermaid(picture(table(), 'ops'))],
    ['lenet-model.json', json(picture(lenet('hard'), 'model'))],
  ])('writes %s', async (name, text) => {
    await expect(text).toMatchFileSnapshot(golden(name))
  })

  it.each(levels)('lays every text of the picture out, centred: %s', async (level) => {
    const drawing = picture(lenet('none'), level)
    const image = (await svg(drawing)).replaceAll('&#45;', '-')
    expect(image).toContain('<svg ')
    expect(image).not.toContain('text-anchor="start"')
    for (const { title } of drawing.boxes) expect(image).toContain(`>${title}</text>`)
    for (const { label } of drawing.parts) expect(image).toMatch(new RegExp(`>(- - )?${label}</text>`))
  })

  it('writes names that the formats have a use for themselves', async () => {
    const drawing = picture({ ...lenet('hard'), doc: 'a < b & "c" # d' }, 'model')
    expect(dot(drawing)).toContain('a &lt; b &amp; &quot;c&quot; # d')
    expect(mermaid(drawing)).toContain('title: "Digits — a < b & \\"c\\" # d — ')
    expect(await svg(drawing)).toContain('>a &lt; b &amp; &quot;c&quot; # d')
  })
})

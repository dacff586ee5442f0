// Draws data/train.jsonl and data/test.jsonl: pictures of 20 by 20 pixels. The same seed gives the same pictures; replace them by your own.
import { mkdirSync, writeFileSync } from 'node:fs'

const side = 20
let seed = 1
const random = () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
  return seed / 2 ** 32
}
const pick = (list) => list[Math.floor(random() * list.length)]

/** How far a point lies outside of each shape (below 0: inside). */
const shapes = {
  circle: (x, y, r) => Math.hypot(x, y) - r,
  square: (x, y, r) => Math.max(Math.abs(x), Math.abs(y)) - r,
  cross: (x, y, r) => Math.max(Math.min(Math.abs(x), Math.abs(y)) - r / 3, Math.max(Math.abs(x), Math.abs(y)) - r),
}

function draw() {
  const shape = pick(Object.keys(shapes))
  const filled = random() < 0.5
  const radius = 4 + 4 * random()
  const [left, top] = [radius + (side - 2 * radius) * random(), radius + (side - 2 * radius) * random()]
  const light = 140 + 115 * random()
  const image = Array.from({ length: side * side }, (_, at) => {
    const away = shapes[shape]((at % side) + 0.5 - left, Math.floor(at / side) + 0.5 - top, radius)
    const drawn = filled ? away < 0 : Math.abs(away + 0.6) < 0.8
    return Math.max(0, Math.min(255, Math.round((drawn ? light : 20) + 50 * (random() - 0.5))))
  })
  return JSON.stringify({ image, shape, radius: Number(radius.toFixed(2)), filled: filled ? 'yes' : 'no' })
}

mkdirSync('data', { recursive: true })
for (const [part, count] of [['train', 3000], ['test', 600]]) {
  writeFileSync(`data/${part}.jsonl`, Array.from({ length: count }, () => `${draw()}\n`).join(''))
  console.log(`data/${part}.jsonl: ${count} pictures`)
}

import type { BoxesField } from '../../types/field.js'
import { levelsOf } from '../../types/places.js'
import type { OutputCodec } from './codec.js'

/** Boxes around things: the graph gives a row for each place of its maps, as train/metrics/detections.ts reads it. */
export const boxes: OutputCodec<BoxesField> = {
  type: (_field, name) =>
    `readonly { readonly label: ${name}; readonly score: number; readonly box: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number } }[]`,
  doc: ['Boxes around things, highest score first, as shares of the image’s width and height. Leave out those whose score is too low for you; none is below 0.05.'],
  activation: 'none',
  ports: (task, _field, shape) => [{ name: task, dtype: 'f32', shape }],
  spec: ({ type }) => ({ labels: type.numeric ? type.labels.map(Number) : type.labels, levels: levelsOf(type) }),
  decoder: 'decodeBoxes',
  runtime: String.raw`
function decodeBoxes(task, data, sample) {
  const { labels, levels } = task
  const places = levels.reduce((sum, { height, width }) => sum + height * width, 0)
  const sigmoid = (logit) => 1 / (1 + Math.exp(-logit))
  const within = (side) => Math.min(1, Math.max(0, side))
  const candidates = []
  let row = sample * places * (labels.length + 5)
  for (const { height, width } of levels) {
    for (let place = 0; place < height * width; place++, row += labels.length + 5) {
      const [x, y] = [((place % width) + 0.5) / width, (Math.floor(place / width) + 0.5) / height]
      const side = (index) => Math.max(0, data[row + labels.length + index])
      const middle = sigmoid(data[row + labels.length + 4])
      for (const [code, label] of labels.entries()) {
        const score = Math.sqrt(sigmoid(data[row + code]) * middle)
        if (score < 0.05) continue
        const box = { left: within(x - side(0) / width), top: within(y - side(1) / height), right: within(x + side(2) / width), bottom: within(y + side(3) / height) }
        candidates.push({ label, score, box })
      }
    }
  }
  const area = ({ left, top, right, bottom }) => Math.max(0, right - left) * Math.max(0, bottom - top)
  const overlap = (a, b) => {
    const both = area({ left: Math.max(a.left, b.left), top: Math.max(a.top, b.top), right: Math.min(a.right, b.right), bottom: Math.min(a.bottom, b.bottom) })
    return both === 0 ? 0 : both / (area(a) + area(b) - both)
  }
  // Of boxes of a label that overlap by more than 0.6 the best is kept, and 100 at most.
  const kept = []
  for (const each of candidates.sort((a, b) => b.score - a.score)) {
    if (kept.length === 100) break
    if (kept.every(({ label, box }) => label !== each.label || overlap(box, each.box) <= 0.6)) kept.push(each)
  }
  return kept
}`,
}

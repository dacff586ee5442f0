import type { MaskField } from '../../types/field.js'
import type { OutputCodec } from './codec.js'

/** A class for each pixel: the graph gives a map of logits for each class. */
export const mask: OutputCodec<MaskField> = {
  type: (_field, name) => `{ readonly width: number; readonly height: number; readonly labels: readonly ${name}[]; readonly codes: Uint8Array }`,
  doc: ['For each pixel, row by row, the place of its class among `labels`.'],
  activation: 'softmax',
  axis: 1,
  ports: (task, { type }) => [{ name: task, dtype: 'f32', shape: [type.labels.length, type.height, type.width] }],
  spec: ({ type }) => ({ labels: type.numeric ? type.labels.map(Number) : type.labels, height: type.height, width: type.width }),
  decoder: 'decodeMask',
  runtime: String.raw`
function decodeMask(task, data, sample) {
  const { labels, height, width } = task
  const pixels = height * width
  const first = sample * labels.length * pixels
  const codes = new Uint8Array(pixels)
  for (let pixel = 0; pixel < pixels; pixel++) {
    let best = 0
    for (let code = 1; code < labels.length; code++) if (data[first + code * pixels + pixel] > data[first + best * pixels + pixel]) best = code
    codes[pixel] = best
  }
  return { width, height, labels: [...labels], codes }
}`,
}

import type { KeypointsField } from '../../types/field.js'
import type { OutputCodec } from './codec.js'

/** Points in their order: the graph gives their coordinates, or a heat map for each, whose highest value is the point's score. */
export const keypoints: OutputCodec<KeypointsField> = {
  type: (_field, name, shape) =>
    `readonly { readonly label: ${name}; readonly x: number; readonly y: number${shape.length === 3 ? '; readonly score: number' : ''} }[]`,
  doc: ['Each point, in the order of the labels, as shares of the image’s width and height.'],
  activation: 'none',
  ports: (task, _field, shape) => [{ name: task, dtype: 'f32', shape }],
  spec: ({ type }, shape) => ({
    labels: type.numeric ? type.labels.map(Number) : type.labels,
    ...(shape.length === 3 ? { height: shape[1], width: shape[2] } : {}),
  }),
  decoder: 'decodeKeypoints',
  // Maps are read as in train/metrics/points.ts.
  runtime: String.raw`
function decodeKeypoints(task, data, sample) {
  const { labels, height, width } = task
  return labels.map((label, point) => {
    const index = sample * labels.length + point
    if (height === undefined) return { label, x: data[2 * index], y: data[2 * index + 1] }
    const map = data.subarray(index * height * width, (index + 1) * height * width)
    let best = 0
    for (let pixel = 1; pixel < map.length; pixel++) if (map[pixel] > map[best]) best = pixel
    const x = best % width
    const y = (best - x) / width
    // A quarter of a pixel towards the higher neighbour.
    const shift = (at, size, stride) => (at === 0 || at === size - 1 ? 0 : Math.sign(map[best + stride] - map[best - stride]) / 4)
    return { label, x: (x + 0.5 + shift(x, width, 1)) / width, y: (y + 0.5 + shift(y, height, width)) / height, score: map[best] }
  })
}`,
}

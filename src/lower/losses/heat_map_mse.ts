import { numberOf } from '../../check/methods/given.js'
import type { ValueId } from '../../ir/graph.js'
import { f32 } from '../../types/tensor.js'
import { weightedParts, type Loss, type LossContext, type SampleLoss } from './loss.js'
import { mse } from './mse.js'
import { pointsOf } from './numbers.js'

/**
 * The squared error of each map, f32[N, n, h, w], to exp(−d²/2σ²), d being the distance to its point in pixels of the map, whose
 * first lies ½ pixel from the side (Tompson et al. 2014, section 3); the mean over the maps of points that are known. Of coordinates f32[N, n, 2]
 * it is `mse`.
 */
export const heatMapMse: Loss = {
  name: 'heat_map_mse',
  doc: 'the squared error to a Gaussian around each point',
  targets: ['keypoints'],
  lower: (context) => (context.writer.typeOf(context.prediction).shape.length === 3 ? mse.lower(context) : ofMaps(context)),
}

function ofMaps({ writer, prediction, target, method }: LossContext): SampleLoss {
  const [, , height, width] = writer.typeOf(prediction).shape
  if (typeof height !== 'number' || typeof width !== 'number') throw new Error('heat maps need a fixed size')
  const { places, known } = pointsOf(writer, target)
  const sigma = numberOf(method, 'sigma')
  /** exp(−d²/2σ²) of the distances along one side: the product of two is the Gaussian. */
  const along = (axis: number, size: number): ValueId => {
    const at = writer.add('mul', [writer.add('slice', [places], { axes: [2], starts: [axis], ends: [axis + 1] }), writer.scalar(size)])
    const pixels = writer.constant(f32([size], Array.from({ length: size }, (_, pixel) => pixel + 0.5)))
    const distance = writer.add('sub', [pixels, at])
    return writer.add('exp', [writer.add('mul', [writer.add('mul', [distance, distance]), writer.scalar(-1 / (2 * sigma ** 2))])])
  }
  const points = writer.typeOf(places).shape[1]
  if (typeof points !== 'number') throw new Error('keypoints need a fixed number')
  const column = writer.add('reshape', [along(1, height)], { shape: [0, points, height, 1] })
  const row = writer.add('reshape', [along(0, width)], { shape: [0, points, 1, width] })
  const error = writer.add('sub', [prediction, writer.add('mul', [column, row])])
  const maps = writer.add('mean', [writer.add('mul', [error, error])], { axes: [2, 3], keepdims: false })
  return weightedParts(writer, maps, writer.add('reshape', [known], { shape: [0, points] }))
}

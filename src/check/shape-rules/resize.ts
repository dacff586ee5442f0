import { fromDim, multiply, toDim, unknownDimension } from '../../types/dimension.js'
import type { Dim } from '../../types/tensor.js'
import { hasRest } from '../compare.js'
import { one, open, print, wrong, type ShapeRule } from './rule.js'

export const resize: ShapeRule = {
  name: 'Resize',
  lists: 'never',
  infer({ shapes: [x = []], int, ints, number }) {
    if (hasRest(x)) return open
    const [channels, height, width] = x
    if (channels === undefined || height === undefined || width === undefined) return wrong(`needs an image, not ${print(x)}`)
    const [size, scale, factor] = [ints('size'), int('scale'), number('scale')]
    if (size === undefined) return open
    if (size.length > 0) return size.length === 2 ? one([channels, ...size.map(toDim)]) : wrong('needs its `size` as [height, width]')
    if (scale !== undefined) return one([channels, toDim(multiply(fromDim(height), scale)), toDim(multiply(fromDim(width), scale))])
    if (factor === undefined) return open
    const scaled = (side: Dim): Dim => (typeof side === 'number' ? Math.floor(side * factor) : toDim(unknownDimension()))
    return one([channels, scaled(height), scaled(width)])
  },
}

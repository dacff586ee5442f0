import { fromDim, multiply, toDim } from '../../types/dimension.js'
import { hasRest } from '../compare.js'
import { one, open, print, wrong, type ShapeRule } from './rule.js'

export const resize: ShapeRule = {
  name: 'Resize',
  lists: 'never',
  infer({ shapes: [x = []], int, ints }) {
    if (hasRest(x)) return open
    const [channels, height, width] = x
    if (channels === undefined || height === undefined || width === undefined) return wrong(`needs an image, not ${print(x)}`)
    const [size, scale] = [ints('size'), int('scale')]
    if (size === undefined || scale === undefined) return open
    if (size.length > 0) return size.length === 2 ? one([channels, ...size.map(toDim)]) : wrong('needs its `size` as [height, width]')
    return one([channels, toDim(multiply(fromDim(height), scale)), toDim(multiply(fromDim(width), scale))])
  },
}

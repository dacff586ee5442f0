import { numberIn, numbersIn, one, print, wrong, type ShapeRule } from './rule.js'

export const resize: ShapeRule = {
  name: 'Resize',
  lists: 'never',
  infer({ shapes: [x = []], statics }) {
    const [channels, height, width] = x
    if (channels === undefined || height === undefined || width === undefined) return wrong(`needs an image, not ${print(x)}`)
    const size = numbersIn(statics, 'size')
    if (size.length > 0) return size.length === 2 ? one([channels, ...size]) : wrong('needs its `size` as [height, width]')
    const scale = numberIn(statics, 'scale')
    return one([channels, height * scale, width * scale])
  },
}

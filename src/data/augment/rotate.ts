import type { Augment } from './step.js'

/** Turns about the middle by an angle of −degrees … degrees, bilinear. */
export const rotate: Augment<{ readonly degrees: number }> = ({ values, channels, height, width }, { degrees }, draw) => {
  const angle = ((draw() * 2 - 1) * degrees * Math.PI) / 180
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)]
  const source = values.slice()
  const [middleY, middleX] = [(height - 1) / 2, (width - 1) / 2]
  const plane = height * width
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const fromX = cosine * (x - middleX) + sine * (y - middleY) + middleX
      const fromY = -sine * (x - middleX) + cosine * (y - middleY) + middleY
      const left = Math.floor(fromX)
      const top = Math.floor(fromY)
      const right = fromX - left
      const bottom = fromY - top
      const target = y * width + x
      for (let channel = 0; channel < channels; channel++) values[channel * plane + target] = 0
      for (let corner = 0; corner < 4; corner++) {
        const column = left + (corner & 1)
        const row = top + (corner >> 1)
        if (row < 0 || column < 0 || row >= height || column >= width) continue
        const share = ((corner & 1) === 1 ? right : 1 - right) * (corner >> 1 === 1 ? bottom : 1 - bottom)
        for (let at = row * width + column, to = target; to < values.length; at += plane, to += plane) {
          values[to] = (values[to] ?? 0) + share * (source[at] ?? 0)
        }
      }
    }
  }
  // The checker lets no boxes stand beside: turned, they would be none.
  return undefined
}

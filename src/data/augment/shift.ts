import type { Augment, Move } from './step.js'

/** Moves by a whole number of pixels in each direction, every one of −pixels … pixels as likely. */
export const shift: Augment<{ readonly pixels: number }> = ({ values, channels, height, width }, { pixels }, draw) => {
  const choices = 2 * Math.floor(pixels) + 1
  const down = Math.floor(draw() * choices) - Math.floor(pixels)
  const right = Math.floor(draw() * choices) - Math.floor(pixels)
  if (down === 0 && right === 0) return undefined
  const source = values.slice()
  values.fill(0)
  const from = Math.max(0, -right)
  const to = Math.min(width, width - right)
  const [across, along] = [right / width, down / height]
  const move: Move = (box) => [box[0] + across, box[1] + along, box[2] + across, box[3] + along]
  if (from >= to) return move
  for (let channel = 0; channel < channels; channel++) {
    for (let y = Math.max(0, down); y < Math.min(height, height + down); y++) {
      const row = (channel * height + y - down) * width
      values.set(source.subarray(row + from, row + to), (channel * height + y) * width + from + right)
    }
  }
  return move
}

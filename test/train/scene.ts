/** A bright square on a dark image: which of its pixels it covers, where its middle and its corner are, and on which sides it lies. */
import type { TypedModel } from '../../src/check/typed.js'
import { key, uniform } from '../../src/random/counter.js'
import { f32, i64 } from '../../src/types/tensor.js'
import { checkText, findings } from '../check/kit.js'
import type { Rows } from './memory.js'

const size = 8
const side = 3

/** A task for each type of target that says more than one thing; `middle` predicts coordinates, `spots` heat maps of half the size. */
export async function scene(settings: { readonly regions?: string; readonly sides?: string } = {}): Promise<TypedModel> {
  const checked = await checkText(`
data Scenes {
  source "scenes.jsonl"
  input  image: image[1, ${size}, ${size}]
  target sides:   labels<"left", "top">
  target regions: mask<"ground", "square", "other">[${size}, ${size}]
  target middle:  keypoints<1>
  target spots:   keypoints<"middle", "corner">
}

model Scene on Scenes {
  share hard trunk = image |> Conv(12) |> relu |> Conv(12) |> relu

  task sides {
    predict trunk |> flatten |> Dense(2)
    loss    ${settings.sides ?? 'bce'}
  }
  task regions {
    predict trunk |> Conv(3, 1)
    loss    ${settings.regions ?? 'cross_entropy(dice = 0.5)'}
  }
  task middle {
    predict trunk |> flatten |> Dense(2) |> reshape([1, 2])
    loss    huber(delta = 0.1)
    metric  pck(within = 0.2)
    weight  20
  }
  task spots {
    predict trunk |> MaxPool() |> Conv(2)
    loss    heat_map_mse(sigma = 1)
    metric  pck(within = 0.1)
    weight  5
  }
}
`)
  const [model] = checked.program?.models ?? []
  if (model === undefined) throw new Error(findings(checked).join('\n'))
  return model
}

/** Every fourth sample lacks one of the targets, and every fifth has a part that is not known. */
export function sceneRows(count: number, seed: number): Rows {
  const stream = key(seed, 'scene')
  const [pixels, sides, codes, middles, spots]: [number[], number[], number[], number[], number[]] = [[], [], [], [], []]
  for (let row = 0; row < count; row++) {
    const place = (axis: number): number => Math.floor(uniform(stream, 2 * row + axis) * (size - side + 1))
    const [left, top] = [place(0), place(1)]
    const partly = row % 5 === 0
    for (let pixel = 0; pixel < size * size; pixel++) {
      const [x, y] = [pixel % size, Math.floor(pixel / size)]
      const inside = x >= left && x < left + side && y >= top && y < top + side
      pixels.push(inside ? 1 : 0)
      codes.push(partly && y === 0 ? 3 : inside ? 1 : 0)
    }
    sides.push(left < 3 ? 1 : 0, partly ? -1 : top < 3 ? 1 : 0)
    const middle = [(left + side / 2) / size, (top + side / 2) / size, 1]
    middles.push(...middle)
    spots.push(...middle, ...(partly ? [0, 0, 0] : [left / size, top / size, 1]))
  }
  const names = ['sides', 'regions', 'middle', 'spots']
  return {
    inputs: { image: f32([count, 1, size, size], pixels) },
    targets: { sides: f32([count, 2], sides), regions: i64([count, size, size], codes), middle: f32([count, 1, 3], middles), spots: f32([count, 2, 3], spots) },
    masks: Object.fromEntries(names.map((name, index) => [name, f32([count], Array.from({ length: count }, (_, row) => (row % 16 === 4 * index + 3 ? 0 : 1)))])),
  }
}

/** Squares and discs on a dark image: where they are, and how many there are. */
import type { TypedModel } from '../../src/check/typed.js'
import { key, uniform } from '../../src/random/counter.js'
import { f32, i64 } from '../../src/types/tensor.js'
import { checkText, findings } from '../check/kit.js'
import type { Rows } from './memory.js'

export const size = 32
const most = 4

export interface Shape {
  readonly label: 'square' | 'disc'
  /** In pixels: left, top, right, bottom. */
  readonly box: readonly [number, number, number, number]
}

/** A file with a detector on two levels, which share a head, and a task for how many things there are. */
export const shapesFile = (source: string, train = ''): string => `
import { BoxHead } from "std/heads"

data Shapes {
  source "${source}"
  split  validation 15%, test 15%, seed 1
  input  image:  image[1, ${size}, ${size}]
  target things: boxes<"square", "disc">(max = ${most})
  target count:  label<${most}>
}

model Finder on Shapes {
  share hard fine   = image |> Conv(16, stride = 2) |> BatchNorm() |> relu |> Conv(24, stride = 2) |> BatchNorm() |> relu
  share hard coarse = fine |> Conv(24, stride = 2) |> BatchNorm() |> relu
  let head = BoxHead(2, layers = 1, groups = 8)

  task things {
    predict [fine |> head, coarse |> head]
    loss    detection(reach = 2.5)
  }
  task count = coarse |> GlobalAvgPool() |> Dense(${most})
}
${train}`

export async function finder(): Promise<TypedModel> {
  const checked = await checkText(shapesFile('shapes.jsonl'))
  const [model] = checked.program?.models ?? []
  if (model === undefined) throw new Error(findings(checked).join('\n'))
  return model
}

export interface Picture {
  /** From 0 to 255, row by row. */
  readonly pixels: readonly number[]
  readonly shapes: readonly Shape[]
}

/** A picture with up to three shapes that do not touch. */
export function picture(seed: number, index: number): Picture {
  const stream = key(seed, 'shapes', index)
  let drawn = 0
  const draw = (below: number): number => Math.floor(uniform(stream, drawn++) * below)
  const pixels = Array.from({ length: size * size }, () => draw(60))
  const shapes: Shape[] = []
  for (let wanted = draw(most), tries = 0; shapes.length < wanted && tries < 30; tries++) {
    const label = draw(2) === 0 ? 'square' : 'disc'
    const width = 7 + draw(9)
    const height = label === 'disc' ? width : 7 + draw(9)
    const [left, top] = [draw(size - width + 1), draw(size - height + 1)]
    const box = [left, top, left + width, top + height] as const
    if (shapes.some(({ box: [l, t, r, b] }) => left < r && box[2] > l && top < b && box[3] > t)) continue
    shapes.push({ label, box })
    const shade = 130 + draw(126)
    for (let y = top; y < box[3]; y++) {
      for (let x = left; x < box[2]; x++) {
        const isInside = label === 'square' || Math.hypot((x + 0.5 - left - width / 2) / width, (y + 0.5 - top - height / 2) / height) <= 0.5
        if (isInside) pixels[y * size + x] = shade
      }
    }
  }
  return { pixels, shapes }
}

/** Every sixteenth sample lacks its boxes. */
export function shapeRows(count: number, seed: number): Rows {
  const pictures = Array.from({ length: count }, (_, index) => picture(seed, index))
  const boxes = pictures.flatMap(({ shapes }) => Array.from({ length: most }, (_, index) => {
    const shape = shapes[index]
    return shape === undefined ? [-1, 0, 0, 0, 0] : [shape.label === 'square' ? 0 : 1, ...shape.box.map((side) => side / size)]
  }))
  return {
    inputs: { image: f32([count, 1, size, size], pictures.flatMap(({ pixels }) => pixels.map((value) => value / 255))) },
    targets: { things: f32([count, most, 5], boxes.flat()), count: i64([count], pictures.map(({ shapes }) => shapes.length)) },
    masks: { things: f32([count], pictures.map((_, index) => (index % 16 === 3 ? 0 : 1))), count: f32([count], pictures.map(() => 1)) },
  }
}

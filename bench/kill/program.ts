/** A small program and its data, generated. */
import { key, uniform } from '../../src/random/counter.js'

export const points = (count: number): string =>
  Array.from({ length: count }, (_, row) => {
    const x = Array.from({ length: 4 }, (_value, column) => 2 * uniform(key('points'), row * 4 + column) - 1)
    const [a = 0, b = 0, c = 0, d = 0] = x
    return `${JSON.stringify({ x, side: a + b > c ? 'over' : 'under', along: 2 * a - d + 0.5 })}\n`
  }).join('')

export const program = ({ epochs, hidden }: { readonly epochs: number; readonly hidden: number }): string => `data Points {
  source "points.jsonl"
  split  train 80%, validation 10%, test 10%, seed 3
  input  x: vector[4]
  target side:  label<"over", "under">
  target along: number
}

model Sides on Points {
  share hard trunk = x |> Dense(${hidden}) |> BatchNorm() |> relu |> Dropout(10%)
  task side  = trunk |> Dense(2)
  task along = trunk |> Dense(1)
}

train Sides {
  epochs ${epochs}, batch 8
  optimizer adam(lr = 1e-3)
  balance   uncertainty
}
`

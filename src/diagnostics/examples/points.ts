/** A model that trains in a moment, on points of two numbers. */

const row = (index: number): string => {
  const [a, b] = [(index * 37) % 100, (index * 61) % 100]
  return `{"x": [${a}, ${b}], "side": "${a > b ? 'over' : 'under'}"}\n`
}

export const pointsData = { 'points.jsonl': Array.from({ length: 40 }, (_, index) => row(index)).join('') }

interface Points {
  readonly split?: string
  readonly hidden?: string
  readonly optimizer?: string
  readonly init?: string
  readonly compress?: readonly string[]
}

export const points = ({ split = 'train 60%, validation 20%, test 20%, seed 3', hidden = '|> Dense(8) |> relu ', optimizer = 'adam(lr = 1e-2)', init, compress = [] }: Points = {}): string =>
  `data Points {
  source "points.jsonl"
  split  ${split}
  input  x: vector[2]
  target side: label<"over", "under">
}

model Sides on Points {
  task side = x ${hidden}|> Dense(2)
}

train Sides {
  epochs 2, batch 8
  optimizer ${optimizer}${init === undefined ? '' : `
  init${init}`}
}
${compress.length === 0 ? '' : `
compress Sides {
${compress.map((line) => `  ${line}\n`).join('')}}
`}`

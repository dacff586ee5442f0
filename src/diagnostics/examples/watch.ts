import * as kinds from '../watch.js'
import type { Examples } from './example.js'

/** Places on a plane: on which side of its diagonal, how far along, and the fall of a coin that knows nothing of it. */
const place = (index: number, distance: number): string => {
  const [a, b] = [((index * 37) % 100) / 50 - 1, ((index * 61) % 100) / 50 - 1]
  return `{"x": [${a}, ${b}], "side": "${a > b ? 'over' : 'under'}", "along": ${(distance * (a + b) + (index % 3) / 20).toFixed(3)}, "coin": "${(index * 29) % 7 < 4 ? 'heads' : 'tails'}"}\n`
}
const places = (distance: number): string => Array.from({ length: 80 }, (_, index) => place(index, distance)).join('')

interface Places {
  readonly epochs: number
  readonly targets: readonly string[]
  readonly tasks: readonly string[]
}

const model = ({ epochs, targets, tasks }: Places): string => `data Places {
  source "places.jsonl"
  split  train 60%, validation 20%, test 20%, seed 3
  input  x: vector[2]
${targets.map((line) => `  target ${line}\n`).join('')}}

model Map on Places {
${tasks.map((line) => `  ${line}\n`).join('')}}

train Map {
  epochs ${epochs}, batch 8
  optimizer adam(lr = 1e-2)
}
`

const side = 'side: label<"over", "under">'
/** One target has lost its decimal point. */
const mistaken = places(1).split('\n').map((line, row) => (row === 32 ? line.replace(/"along": [^,]*/, '"along": 100000') : line)).join('\n')
const apart = (weight: string): string => model({ epochs: 10, targets: [side, 'along: number'], tasks: ['task side  = x |> Dense(2)', `task along { predict x |> Dense(1) |> squeeze${weight} }`] })
const train = ['mtlc train example.mtl -o build']

export const watch: Examples = {
  MTL6401: {
    text: apart(''), beside: { 'places.jsonl': places(1000) }, commands: train, mended: apart(', weight 1e-6'),
    finding: (at) => kinds.lossesFarApart({ large: 'along', small: 'side', ratio: 950_000, values: [543_000, 0.569], balance: 'static', weight: 1 }, at('task along')),
  },
  MTL6402: {
    text: model({ epochs: 40, targets: [side, 'coin: label<"heads", "tails">'], tasks: ['task side = x |> Dense(2)', 'task coin = x |> Dense(2)'] }),
    beside: { 'places.jsonl': places(1) }, commands: train,
    finding: (at) => kinds.taskStalled({ task: 'coin', other: 'side', loss: 0.68, begin: 0.76, fall: 0.001, otherFall: 0.3, steps: 96, balance: 'static' }, at('task coin')),
  },
  MTL6403: {
    text: model({ epochs: 8, targets: [side, 'along: number'], tasks: ['task side  = x |> Dense(2)', 'task along = x |> Dense(1) |> squeeze'] }),
    beside: { 'places.jsonl': mistaken }, mendedBeside: { 'places.jsonl': places(1) }, commands: train,
    finding: (at) => kinds.gradientsExplode({ task: 'along', step: 26, norm: 30_200, usual: 1.65 }, at('task along')),
  },
  MTL6404: { unprovoked: 'A gradient that explodes mostly tells first (MTL6403).' },
}

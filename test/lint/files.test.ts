/** What ships is lint clean, and rules say nothing where they could only guess. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { found } from './kit.js'

const root = new URL('../../', import.meta.url)
const library = readdirSync(new URL('stdlib/', root)).map((name) => `stdlib/${name}`)
const examples = readdirSync(new URL('examples/', root)).map((name) => `examples/${name}/${name}.mtl`)

it.each([...library, ...examples])('%s has no findings', async (path) => {
  expect(await found(readFileSync(new URL(path, root), 'utf8'))).toEqual([])
})

const houses = `data Houses {
  source "houses.csv"
  split by column "part"
  input  rooms: vector[4]
  target kind: label<3>
}
`

describe('a rule is silent', () => {
  it('about unused names of a library, which others import', async () => {
    expect(await found('import { MLP, Drop } from "std/layers"\nconst width = 3\nblock B()(x: f32[D]) { x |> MLP([8]) }\n')).toEqual([])
  })

  it('about the fields of a data set that no model of the file uses', async () => {
    expect(await found(houses)).toEqual([])
  })

  it('about validation where a column tells the parts', async () => {
    const text = `${houses}model M on Houses {\n  task kind = rooms |> Dense(3)\n}\ntrain M {\n  epochs 20\n  stop early(patience = 3)\n}\n`
    expect(await found(text)).toEqual([])
  })

  it('about a head as narrow as the data', async () => {
    const text = `${houses.replace('label<3>', 'label<9>')}model M on Houses {\n  task kind = rooms |> Dense(9)\n}\n`
    expect(await found(text)).toEqual([])
  })

  it('about mse and cross-entropy that somebody weighed', async () => {
    const text = `${houses.replace('}', '  target price: number\n}')}model M on Houses {
  task kind = rooms |> Dense(3)
  task price {
    predict rooms |> Dense(1)
    weight  0.01
  }
}
train M {
  epochs 20
}
`
    expect(await found(text)).toEqual([])
    expect(await found(text.replace('    weight  0.01\n', ''))).toEqual(['loss-scales ← M'])
  })

  it('about a file that does not parse', async () => {
    expect(await found('block b( {\n let Y = x\n}\nconst A = 3\n')).toEqual([])
  })
})

describe('layers of shared values', () => {
  it('count as those of the task that reads them', async () => {
    const text = `${houses}model M on Houses {\n  let trunk = rooms |> Dense(2)\n  task kind = trunk |> Dense(3)\n}\n`
    const shared = text.replace('let trunk', 'share hard trunk')
    expect(await found(text)).toEqual(['narrow-head ← Dense(2)', 'linear-stack ← Dense(3)'])
    expect(await found(shared)).toEqual(['narrow-head ← Dense(2)', 'linear-stack ← Dense(3)'])
  })

  it('are shown at the task where they are in a library', async () => {
    const text = `import { Head } from "./heads"\n${houses}model M on Houses {\n  task kind = rooms |> Head\n}\n`
    const heads = 'block Head()(x: f32[D]) -> f32[3] { x |> Dense(8) |> relu |> Dense(3) |> softmax }\n'
    expect(await found(text, {}, { './heads.mtl': heads, 'heads.mtl': heads })).toEqual(['output-activation ← task kind = rooms |> Head'])
  })
})

const under = (schedule: string, split = 'validation 10%, seed 1'): string =>
  `${houses.replace('by column "part"', split)}model M on Houses {\n  task kind = rooms |> Dense(3)\n}\ntrain M {\n  epochs 20\n  schedule ${schedule}\n}\n`

/** With a task whose first metric is better when it is less. */
const withPrice = (schedule: string): string =>
  under(schedule).replace('label<3>', 'label<3>\n  target price: number').replace('task kind', 'task price = rooms |> Dense(1)\n  task kind').replace('epochs 20', 'epochs 20\n  balance uncertainty')

describe('schedules', () => {
  it('that come too late are found, whatever their form', async () => {
    expect(await found(under('multistep(at = [10, 15])'))).toEqual([])
    expect(await found(under('multistep(at = [10, 25, 30 epochs])'))).toEqual(Array.from({ length: 2 }, () => 'never-reached ← multistep(at = [10, 25, 30 epochs])'))
    expect(await found(under('plateau(patience = 20)'))).toEqual(['never-reached ← plateau(patience = 20)'])
    expect(await found(under('multistep(at = [1000 steps])'))).toEqual([])
    // Its stretches begin after the warm-up.
    expect(await found(under('step(every = 12, warmup = 5)'))).toEqual([])
    expect(await found(under('step(every = 16, warmup = 5)'))).toEqual(['never-reached ← step(every = 16, warmup = 5)'])
  })

  it('that watch metrics of both kinds are to name one', async () => {
    expect(await found(withPrice('plateau(patience = 3)'))).toEqual(['mixed-directions ← plateau(patience = 3)'])
    expect(await found(withPrice('plateau(patience = 3, metric = kind.accuracy)'))).toEqual([])
  })

  it('that watch the validation part need one', async () => {
    expect(await found(under('plateau(patience = 3)', 'test 10%, seed 1'))).toEqual(['stop-without-validation ← plateau(patience = 3)'])
    expect(await found(under('plateau(patience = 3)'))).toEqual([])
  })
})

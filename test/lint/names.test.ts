import { describe, expect, it } from 'vitest'
import { namesOf, type Binding } from '../../src/lint/names.js'
import { parse } from '../../src/syntax/parse.js'

const names = (text: string) => namesOf(parse(text, 'main.mtl').file, new Set(['Dense', 'relu', 'sum']))
const line = ({ kind, name, uses, labels }: Binding): string => `${kind} ${name.text}: ${uses.length}${labels.length === 0 ? '' : ` and ${labels.length} labels`}`
const hidden = (binding: Binding): string => (binding.shadows === 'core' ? 'core' : (binding.shadows?.kind ?? ''))

describe('names of a file', () => {
  it('are found with their uses, in blocks', () => {
    const { bindings } = names(`
const width = 3
type Features = f32[width]
block B(units: int, deep: bool = true)(x: f32[...S, D, units]) -> f32[...S, D] where D > width {
  param scale: f32[D] = ones
  let y = [x |> Dense(w) for w in [units, D]]
  if deep { let z = sum(y); z * scale } else { x }
}
const block_of_three = B(units = 3, deep = false)
`.replace(';', '\n'))
    expect(bindings.map(line)).toEqual([
      'const width: 2', 'type Features: 0', 'block B: 1', 'const block_of_three: 0', 'static units: 2 and 1 labels', 'static deep: 1 and 1 labels', 'tensor x: 2',
      // A dimension is declared where it is first written, which counts among its uses.
      'dimension S: 2', 'dimension D: 5', 'param scale: 1', 'variable w: 1', 'let y: 1', 'let z: 1',
    ])
  })

  it('are found with their uses, in data sets and models', () => {
    const { bindings } = names(`
import { Net as Trunk } from "./net"
const seed = 7
data D { source "a.csv"
  split validation 10%, seed seed
  input label: image[1, 8, 8]
  target kind: label<3>
  target other: label<3>
}
model M on D {
  task kind = head(trunk)
  let head = Dense(3)
  share hard trunk = label |> Trunk
}
compress M { keep trunk.net, keep kind.dense }
`)
    expect(bindings.map(line)).toEqual([
      'import Trunk: 1', 'const seed: 1', 'data D: 1', 'model M: 1', 'input label: 1', 'target kind: 1 and 1 labels', 'target other: 0', 'let head: 1', 'share trunk: 1 and 1 labels',
    ])
  })

  it('hide others', () => {
    const { bindings } = names(`
block sum(x: f32[D]) { let x = x |> relu
  let y = [Dense(y) for y in [1, 2]]
  y }
`)
    expect(bindings.map((binding) => `${binding.kind} ${binding.name.text} ${hidden(binding)}`.trim())).toEqual(['block sum core', 'tensor x', 'dimension D', 'let x tensor', 'variable y', 'let y'])
  })

  it('of the core library are those that the file does not declare', () => {
    const { expressions, isCore } = names('block relu(x: f32[D]) { x |> Dense(3) |> relu |> sum }')
    expect(expressions.flatMap((each) => (isCore(each) && each.kind === 'name' ? [each.name] : [])).toSorted()).toEqual(['Dense', 'sum'])
  })
})

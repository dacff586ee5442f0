import { describe, expect, it } from 'vitest'
import { plain, readOne, readType, show } from './support.js'

const labels = (text: string): readonly string[] | undefined => {
  const type = readType(text)
  return type.kind === 'named' ? type.labels?.map(show) : undefined
}

describe('import', () => {
  it('takes names, with aliases', () => {
    expect(plain(readOne('import', 'import { A, B as C } from "std/vision"'))).toEqual({
      kind: 'import',
      names: [{ name: 'A' }, { name: 'B', alias: 'C' }],
      from: { kind: 'string', value: 'std/vision' },
    })
  })

  it('may list them on lines', () => {
    expect(readOne('import', 'import {\n  A,\n  B\n  C\n} from "./x.mtl"').names.map(({ name }) => name.text)).toEqual(['A', 'B', 'C'])
  })
})

describe('const and type', () => {
  it('names a value', () => {
    expect(plain(readOne('const', '/// How wide.\nconst width = 32'))).toEqual({
      kind: 'const', name: 'width', value: { kind: 'number', value: 32, integer: true }, doc: 'How wide.',
    })
  })

  it('names a type', () => {
    expect(plain(readOne('type', 'type Digit = label<10>'))).toEqual({
      kind: 'type', name: 'Digit', type: { kind: 'named', name: 'label', labels: [{ kind: 'number', value: 10, integer: true }] },
    })
  })
})

describe('types', () => {
  it('has names', () => expect(plain(readType('int'))).toEqual({ kind: 'named', name: 'int' }))

  it('has dimensions: numbers, names, arithmetic, conditions, the rest', () => {
    const type = readType('f32[3, C, H / 2, ceil(W / stride), if p == "same" { H } else { H - 1 }, ...S]')
    expect(type.kind === 'named' ? type.dimensions?.map(show) : undefined).toEqual([
      '3', 'C', '(/ H 2)', '(ceil! (/ W stride))', '(if (== p "same") H (- H 1))', '...S',
    ])
    expect(plain(readType('f32[]'))).toEqual({ kind: 'named', name: 'f32', dimensions: [] })
  })

  it('has labels', () => {
    expect(labels('label<"cat", "dog">')).toEqual(['"cat"', '"dog"'])
    expect(labels('label<"cat",\n  "dog",\n>')).toEqual(['"cat"', '"dog"'])
    expect(labels('keypoints<2 * n>')).toEqual(['(* 2 n)'])
    expect(plain(readType('mask<3>[H, W]'))).toMatchObject({ labels: [{ value: 3 }], dimensions: [{ name: 'H' }, { name: 'W' }] })
  })

  it('has arguments', () => {
    expect(plain(readType('text(max = 32, vocab = 5k)'))).toEqual({
      kind: 'named',
      name: 'text',
      arguments: [
        { name: 'max', value: { kind: 'number', value: 32, integer: true } },
        { name: 'vocab', value: { kind: 'quantity', value: 5, unit: 'k', text: '5' } },
      ],
    })
  })

  it('has lists and records', () => {
    expect(plain(readType('[f32[C]]'))).toMatchObject({ kind: 'list', element: { kind: 'named', name: 'f32' } })
    expect(plain(readType('{ p3: int, p4: [int] }'))).toEqual({
      kind: 'record',
      fields: [
        { name: 'p3', type: { kind: 'named', name: 'int' } },
        { name: 'p4', type: { kind: 'list', element: { kind: 'named', name: 'int' } } },
      ],
    })
  })
})

describe('block', () => {
  it('has static settings, tensors, a result and a body', () => {
    const block = readOne(
      'block',
      `/// Two convolutions
/// and a shortcut.
block Residual(channels: int, stride: int = 1)(x: f32[C, H, W])
    -> f32[channels, ceil(H / stride), W]
    where C % 2 == 0, channels > 0 {
  param scale: f32[C] = ones
  param bias: f32[C]
  let y = x |> Conv(channels, 3)
            |> relu
  relu(y + x)
}`,
    )
    expect(block).toMatchObject({ extern: false, doc: 'Two convolutions\nand a shortcut.' })
    expect(plain(block.statics)).toMatchObject([
      { name: 'channels', type: { name: 'int' } },
      { name: 'stride', type: { name: 'int' }, default: { value: 1 } },
    ])
    expect(plain(block.inputs)).toMatchObject([{ name: 'x', type: { name: 'f32' } }])
    expect(plain(block.result)).toMatchObject({ kind: 'named', name: 'f32' })
    expect(block.where.map(show)).toEqual(['(== (% C 2) 0)', '(> channels 0)'])
    expect(plain(block.body?.statements)).toMatchObject([
      { kind: 'param', name: 'scale', type: { name: 'f32' }, init: { name: 'ones' } },
      { kind: 'param', name: 'bias', type: { name: 'f32' } },
      { kind: 'let', name: 'y', value: { kind: 'pipe' } },
    ])
    expect(block.body?.result && show(block.body.result)).toBe('(relu! (+ y x))')
  })

  it('is a function where it has one list', () => {
    const block = readOne('block', 'block double(x: f32[...S], by: int = 2) { x * by }')
    expect(block.statics).toBeUndefined()
    expect(block.inputs.map(({ name }) => name.text)).toEqual(['x', 'by'])
    expect(block.result).toBeUndefined()
  })

  it('has no body where it is extern', () => {
    const block = readOne('block', 'extern block Dense(units: int, bias: bool = true)(x: f32[...S, D]) -> f32[...S, units]')
    expect(block).toMatchObject({ extern: true, where: [] })
    expect(block.body).toBeUndefined()
  })

  it('tells a `where` clause from a call of `where` at the beginning of a line', () => {
    const block = readOne('block', 'block pick(c: f32[N]) -> f32[N]\n  where N > 0 {\n  let d = c\n  where(c, d, d)\n}')
    expect(block.where.map(show)).toEqual(['(> N 0)'])
    expect(block.body?.result && show(block.body.result)).toBe('(where! c d d)')
  })

  it('gives several values as a record', () => {
    const block = readOne('block', 'block two()(x: f32[C]) -> { a: f32[C], b: f32[C] } { { a = x, b = relu(x) } }')
    expect(plain(block.result)).toMatchObject({ kind: 'record' })
    expect(block.body?.result && show(block.body.result)).toBe('{a=x b=(relu! x)}')
  })
})

import { describe, expect, test } from 'vitest'
import { findings, checkText, model, applications, only, paths, predicted, shapeOf } from './kit.js'

const dense = 'flatten |> Dense(10)'

const twoLines = (first: string, second: string): string =>
  `block Two(n: int)(x: f32[C, H, W]) -> f32[n, H, W] {\n${first}\n${second}\n a + b\n}\n`

describe('weights', () => {
  test('are named by the path that made them', async () => {
    expect(paths(await predicted(`task kind = image |> Conv(4) |> relu |> Conv(8) |> ${dense}`))).toEqual([
      'kind.conv', 'kind.relu', 'kind.conv_1', 'kind.flatten', 'kind.dense',
    ])
  })

  test('a `let` is a part of the path, so that lines around it rename nothing', async () => {
    const [a, b] = ['let a = x |> Conv(n)', 'let b = x |> Conv(n)']
    const one = paths(await predicted(`task kind = image |> Two(4) |> ${dense}`, twoLines(a, b)))
    const two = paths(await predicted(`task kind = image |> Two(4) |> ${dense}`, twoLines(b, a)))
    expect(one).toContain('kind.two.a.conv')
    expect(one.toSorted()).toEqual(two.toSorted())
  })

  test('a name that a `let` takes is not given to a block', async () => {
    const block = 'block Odd(n: int)(x: f32[C, H, W]) -> f32[n, H, W] {\n let conv = x |> Conv(n)\n conv |> Conv(n)\n}\n'
    expect(paths(await predicted(`task kind = image |> Odd(4) |> ${dense}`, block)).filter((path) => path.includes('conv'))).toEqual([
      'kind.odd.conv.conv', 'kind.odd.conv_1',
    ])
  })

  test('a block written in place has its own; one bound by `let` and applied twice shares them', async () => {
    const own = paths(await predicted(`task kind = image |> Conv(3) |> Conv(3) |> ${dense}`))
    expect(own.filter((path) => path.includes('conv'))).toEqual(['kind.conv', 'kind.conv_1'])
    const shared = paths(await predicted(`let c = Conv(3)\ntask kind = image |> c |> c |> ${dense}`))
    expect(shared.filter((path) => path.includes('conv'))).toEqual(['c.conv', 'c.conv'])
    const inside = 'block Twice(inner: block)(x: f32[C, H, W]) -> f32[C, H, W] { x |> inner |> inner }\n'
    const passed = paths(await predicted(`task kind = image |> Twice(Conv(3)) |> ${dense}`, inside))
    expect(passed.filter((path) => path.includes('conv'))).toEqual(['kind.conv', 'kind.conv'])
  })

  test('a shared block of blocks shares what is in it', async () => {
    const block = 'block Two(x: f32[C, H, W]) -> f32[C, H, W] { x |> Conv(C) |> Conv(C) }\n'
    const found = paths(await predicted(`let b = Two\ntask kind = image |> b |> b |> ${dense}`, block))
    expect(found.filter((path) => path.includes('conv'))).toEqual(['b.two.conv', 'b.two.conv_1', 'b.two.conv', 'b.two.conv_1'])
  })

  test('copies have indices, and weights of their own', async () => {
    const found = paths(await predicted(`let stage = image |> repeat(3) Conv(3)\ntask kind = stage |> ${dense}`))
    expect(found.slice(0, 3)).toEqual(['stage.0.conv', 'stage.1.conv', 'stage.2.conv'])
    const two = paths(await predicted(`task kind = image |> repeat(2) Conv(3) |> repeat(2) Conv(3) |> ${dense}`))
    expect(two.slice(0, 4)).toEqual(['kind.0.conv', 'kind.1.conv', 'kind.repeat_1.0.conv', 'kind.repeat_1.1.conv'])
    const named = paths(await predicted(`let c = Conv(3)\ntask kind = image |> repeat(2) c |> ${dense}`))
    expect(named.slice(0, 2)).toEqual(['kind.0.conv', 'kind.1.conv'])
    const bound = paths(await predicted(`let r = repeat(2) Conv(3)\ntask kind = image |> r |> r |> ${dense}`))
    expect(bound.slice(0, 4)).toEqual(['r.0.conv', 'r.1.conv', 'r.0.conv', 'r.1.conv'])
  })

  test('shared weights have one shape', async () => {
    const finding = await only(model('let d = Dense(10)\ntask kind = (vector |> d) + (image |> flatten |> d)'), 'MTL2023')
    expect(finding.message).toBe('`d.dense` is applied twice with weights that differ: Dense(D = 6, units = 10, bias = true), and Dense(D = 192, units = 10, bias = true)')
    expect(finding.related).toHaveLength(1)
  })
})

describe('values', () => {
  test('the same value is computed once', async () => {
    const value = await predicted('let x = vector |> Dense(10)\ntask kind = x + x')
    expect(applications(value).map(({ extern }) => extern)).toEqual(['Dense', 'add'])
  })

  test('partial application, by position and by name', async () => {
    const found = await predicted(`let c = Conv(kernel = 1)\ntask kind = image |> c(5) |> ${dense}`)
    expect(applications(found)[0]).toMatchObject({ statics: { channels: 5, kernel: 1 }, type: { shape: [5, 8, 8] } })
    const act = await predicted('let act = leaky_relu(slope = 0.2)\ntask kind = vector |> act |> Dense(10)')
    expect(applications(act)[0]).toMatchObject({ extern: 'leaky_relu', statics: { slope: 0.2 } })
  })

  test('a pipe into a function call fills its first parameter', async () => {
    expect(await shapeOf('vector |> reshape([2, 3]) |> matmul(vector |> reshape([3, 2]))')).toBe('f32[2, 2]')
    const own = 'block gate(x: f32[C], w: f32[C], scale: float = 2) -> f32[C] { x * sigmoid(w) * scale }\n'
    expect(await shapeOf('vector |> gate(vector, scale = 3)', own)).toBe('f32[6]')
  })

  test('a pipe into a block with two lists fills its first tensor', async () => {
    const own = 'block Mix(n: int)(a: f32[C], b: f32[D]) -> f32[n] { concat([a, b]) |> Dense(n) }\n'
    expect(await shapeOf('vector |> Mix(7)(image |> flatten)', own)).toBe('f32[7]')
    expect(await shapeOf('Mix(7)(b = vector, a = vector)', own)).toBe('f32[7]')
  })

  test('lists, comprehensions and functions on them', async () => {
    expect(await shapeOf('concat([Dense(n)(vector) for n in [2, 3]])')).toBe('f32[5]')
    expect(await shapeOf('stack([Dense(4)(vector) for i in 0..3])')).toBe('f32[3, 4]')
    expect(await shapeOf('sum([vector, vector])')).toBe('f32[6]')
    const sum = await predicted('task kind = sum([vector, vector, vector]) |> Dense(10)')
    expect(applications(sum)[0]).toMatchObject({ extern: 'sum', statics: {} })
    expect(applications(sum)[0]?.inputs).toHaveLength(3)
    const own = paths(await predicted('let e = [Dense(10)(vector) for i in 0..2]\ntask kind = e.first + e.last'))
    expect(own).toEqual(['e.0.dense', 'e.1.dense', 'kind.add'])
  })

  test('items of lists, from the front and from the back', async () => {
    const before = 'const widths = [5, 4, 3]\n'
    expect(await shapeOf('vector |> Dense(widths[1])', before)).toBe('f32[4]')
    expect(await shapeOf('vector |> Dense(widths[-3] + [7][0])', before)).toBe('f32[12]')
    expect(await shapeOf('vector |> [Dense(widths[i] * [1, 2, 3][i]) for i in 0..widths.length]', before)).toBe('f32[9]')
    expect(await shapeOf('vector |> [Dense(4), Dense(3)][1]')).toBe('f32[3]')
    expect(await shapeOf('split(vector, 3)[2]')).toBe('f32[2]')
    const own = 'block Last(x: f32[...S]) -> f32[S[-1]] { x |> reshape([-1, S[-1]]) |> mean(axis = 0) }\n'
    expect(await shapeOf('image |> Last', own)).toBe('f32[8]')
  })

  test('`+` joins lists', async () => {
    expect(await shapeOf('vector |> [Dense(w) for w in [5] + [4, 3]]')).toBe('f32[3]')
    expect(await shapeOf('concat([vector] + split(vector, 2))')).toBe('f32[12]')
  })

  test('a block of static values alone gives one', async () => {
    const own = 'block whole(x: float) { max(8, floor((x + 4) / 8) * 8) }\nblock Wide(n: float)(x: f32[D]) -> f32[whole(n)] { x |> Dense(whole(n)) }\n'
    expect(await shapeOf('vector |> Dense(whole(17.5)) |> Wide(3)', own)).toBe('f32[8]')
  })

  test('the root of a static number is one, too', async () => {
    const value = await predicted('task kind = (vector / sqrt(16)) |> Dense(10)')
    expect(applications(value)[0]?.inputs[1]).toMatchObject({ kind: 'constant', value: 4 })
    await only(model('task kind = (vector / sqrt(2, 3)) |> Dense(10)'), 'MTL2013')
  })

  test('a block as a parameter is applied as any other', async () => {
    const own = `block Wide(units: int)(x: f32[D]) -> f32[2 * units] { x |> Dense(2 * units) |> relu }
block Tower(block: block = Dense, width: int = 4, depth: int = 2)(x: f32[D]) { x |> block(width) |> repeat(depth) block(width + 1) }\n`
    expect(await shapeOf('vector |> Tower()', own)).toBe('f32[5]')
    expect(await shapeOf('vector |> Tower(block = Wide)', own)).toBe('f32[10]')
    expect(paths(await predicted('task kind = vector |> Tower(Wide, depth = 1) |> Dense(10)', own)).filter((path) => path.endsWith('dense'))).toEqual([
      'kind.tower.wide.dense', 'kind.tower.0.wide.dense', 'kind.dense',
    ])
  })

  test('a list of blocks after a pipe is applied in turn', async () => {
    expect(await shapeOf('vector |> [Dense(w) for w in [5, 4, 3]]')).toBe('f32[3]')
  })

  test('records and their members', async () => {
    const own = 'block Both(x: f32[C]) -> { a: f32[C], b: f32[2 * C] } { { a = relu(x), b = concat([x, x]) } }\n'
    expect(await shapeOf('Both(vector).b', own)).toBe('f32[12]')
    const input = 'block Sum(r: { a: f32[C], b: f32[2 * C] }) -> f32[3 * C] { concat([r.a, r.b]) }\n'
    expect(await shapeOf('Sum(Both(vector))', own + input)).toBe('f32[18]')
  })

  test('`if` on static conditions, dimensions among them', async () => {
    const own = 'block Fit(n: int)(x: f32[C]) -> f32[n] { if C == n { x } else { x |> Dense(n) } }\n'
    expect(paths(await predicted('task kind = vector |> Fit(6) |> Fit(10)', own))).toEqual(['kind.fit_1.dense'])
  })

  test('`param` is a learnable tensor of the block that declares it', async () => {
    const own = 'block Scale(start: float = 2)(x: f32[C]) -> f32[C] {\n param scale: f32[C] = start\n param shift: f32[C]\n x * scale + shift\n}\n'
    const value = await predicted('task kind = vector |> Scale() |> Dense(10)', own)
    const [mul, sum] = applications(value)
    expect(mul?.inputs[1]).toMatchObject({ kind: 'parameter', path: 'kind.scale.scale', init: 2, type: { shape: [6] } })
    expect(sum?.inputs[1]).toMatchObject({ kind: 'parameter', path: 'kind.scale.shift', init: 'zeros' })
  })

  test('numbers among tensors are scalars; operators broadcast', async () => {
    const value = await predicted('task kind = (1 - vector * 0.5) |> Dense(10)')
    expect(applications(value).map(({ extern }) => extern)).toEqual(['mul', 'sub', 'Dense'])
    expect(applications(value)[1]?.inputs[0]).toMatchObject({ kind: 'constant', value: 1 })
    expect(await shapeOf('(image |> GlobalAvgPool() |> reshape([3, 1, 1])) * image')).toBe('f32[3, 8, 8]')
    expect(await shapeOf('-vector / size')).toBe('f32[6]')
  })

  test('constants of the file, and what is worked out from them', async () => {
    const before = 'const width = 4\nconst widths = [width, width * 2, 7 / 2]\nconst rate = 1 / 4\n'
    expect(await shapeOf('vector |> [Dense(w) for w in widths]', before)).toBe('f32[3]')
    const half = await predicted('task kind = vector |> Dropout(1 / 4) |> Dense(10)')
    expect(applications(half)[0]?.statics).toEqual({ rate: 0.25 })
  })

  test('inputs with codes say how many there are', async () => {
    const value = await predicted('task kind = color |> Embedding(color.vocab, 5) |> Dense(10)')
    expect(applications(value)[0]).toMatchObject({ extern: 'Embedding', statics: { vocab: 4, dim: 5 }, type: { shape: [5] } })
  })

  test('names of a model may be used above their line', async () => {
    const checked = await checkText(model('task kind = a |> Dense(10)\nlet a = b |> relu\nshare hard b = vector |> Dense(4)'))
    expect(findings(checked)).toEqual([])
  })
})

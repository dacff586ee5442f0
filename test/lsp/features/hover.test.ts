import { describe, expect, it } from 'vitest'
import { hover } from '../../../src/lsp/features/hover.js'
import { analysisOf, marked } from '../kit.js'
import type { Files } from '../../check/host.js'

const digits = `import { LeNet } from "std/vision"

/// Two digits at once.
data Digits {
  source "digits.parquet"
  /// Ink from 0 to 1.
  input  image: image[1, 28, 28]
  target left:  label<10>
  target size:  number
}

/// Reads them.
model Reader on Digits {
  /// What both tasks see.
  share hard trunk = image |> LeNet(features = 64)
  task left = trunk |> Dense(10)
  task size = trunk |> Dense(1)
}
`

/** What hovering at the first `before‸after` of a text says. */
async function at(place: string, source = digits, files: Files = {}): Promise<string> {
  const { text: needle, offset } = marked(place)
  const start = source.indexOf(needle)
  if (start < 0) throw new Error(`${needle} is not in the text`)
  const found = hover(await analysisOf({ ...files, 'main.mtl': source }), start + offset)
  return found === undefined || typeof found.contents !== 'object' || !('value' in found.contents) ? '' : found.contents.value
}

const train = `${digits}
train Reader {
  epochs 20, batch 64, seed 1
  optimizer adam(lr = 1e-3)
  schedule  cosine(warmup = 2 epochs)
}
compress Reader {
  quantize int8(aware = 2 epochs)
  budget {
    size <= 60 KiB
    latency <= 1.5 ms
    left.accuracy >= dense - 0.5 pt
    params <= 120k
  }
}
`

describe('a name', () => {
  it('of a share tells its shape, its doc, and what it costs', async () => {
    const text = await at('tru‸nk |> Dense(10)')
    expect(text).toContain('share trunk: f32[64]')
    expect(text).toContain('What both tasks see.')
    // 20·(25 + 1) + 48·(20·25 + 1) + 64·(768 + 1)
    expect(text).toContain('73,784 params')
    expect(await at('hard tru‸nk')).toBe(text)
  })

  it('of an input tells its column, its doc and its shape', async () => {
    const text = await at('= ima‸ge')
    expect(text).toContain('input image: image[1, 28, 28]  // here f32[1, 28, 28]')
    expect(text).toContain('Ink from 0 to 1.')
  })

  it('of a task tells what it predicts and how it is measured', async () => {
    const text = await at('task le‸ft')
    expect(text).toContain('target left: label<10>')
    expect(text).toContain('Task `left` predicts `f32[10]`, 650 params and 640 MACs of its own: loss `cross_entropy`, weight 1, metrics `accuracy`, `macro_f1`.')
  })

  it('of a model tells what its parts cost', async () => {
    const text = await at('model Rea‸der')
    expect(text).toContain('model Reader on Digits')
    expect(text).toContain('Reads them.')
    expect(text).toContain('74,499 params')
    expect(text).toContain('- task `size`: 65 params, 64 MACs')
  })

  it('of a data set lists its fields', async () => {
    expect(await at('on Dig‸its')).toContain('data Digits\n  input image: image[1, 28, 28]\n  target left: label<10>\n  target size: number')
  })

  it('of a block tells its signature, its doc, and what it makes and costs here', async () => {
    const text = await at('|> LeN‸et')
    expect(text).toContain('block LeNet(features: int = 500')
    expect(text).toContain('LeCun et al. 1998')
    expect(text).toContain('Here: `f32[1, 28, 28] → f32[64]`, 73,784 params')
    expect(await at('Den‸se(10)')).toContain('Here: `f32[64] → f32[10]`, 650 params, 640 MACs')
  })

  it('of a constant tells its value, also where it is imported', async () => {
    const blocks = '/// In pixels.\nconst width = 4 * 8\n'
    const text = await at('Dense(wid‸th)', `import { width } from "blocks"\nblock B()(x: f32[C]) -> f32[width] { x |> Dense(width) }\n`, { 'blocks.mtl': blocks })
    expect(text).toContain('In pixels.')
    expect(await at('B(wid‸th', `const width = 4 * 8\nconst twice = B(width)\nblock B(n: int)(x: f32[C]) -> f32[n] { x |> Dense(n) }\n`)).toContain('const width = 32')
  })

  it('in a block tells what it is wherever the block is applied', async () => {
    const block = `block Twice(n: int)(x: f32[C]) -> f32[n] {\n  x |> Dense(C) |> Dense(n)\n}\n${digits.replace('LeNet(features = 64)', 'flatten |> Twice(16)')}`
    expect(await at('Dense(‸n)', block)).toBe('```mtl\nn: int\n```')
    expect(await at('Dense(‸C)', block)).toBe('```mtl\nC\n```')
    expect(await at('  ‸x |>', block)).toBe('```mtl\nx: f32[C]\n```')
    expect(await at('|> Den‸se(n)', block)).toMatch(/Here: `f32\[C\] → f32\[n\]`$/)
  })

  it('keeps its meaning while another line is broken', async () => {
    const text = await at('tru‸nk |> Dense(10)', digits.replace('trunk |> Dense(1)', 'trunk |> Dense('))
    expect(text).toContain('share trunk: f32[64]')
  })
})

describe('a method and its settings', () => {
  it('tell their defaults', async () => {
    expect(await at('ad‸am', train)).toMatch(/adam\(lr: float > 0 = 0\.001, beta1: float ≥ 0, < 1 = 0\.9/)
    expect(await at('(l‸r = ', train)).toContain('lr: float > 0 = 0.001')
    expect(await at('war‸mup', train)).toContain('warmup: epochs or steps ≥ 0 = 0 epochs')
    expect(await at('int‸8', train)).toContain('calibration: minmax | percentile | mse | entropy = percentile')
    expect(await at('share ha‸rd', train)).toContain('hard')
  })

  it('and so do the words of settings', async () => {
    expect(await at('epo‸chs 20', train)).toContain('How often the training part is gone through.')
    expect(await at('opti‸mizer', train)).toContain('How a step changes the weights.')
    expect(await at('bud‸get', train)).toContain('What the compressed model has to meet')
    expect(await at('‸target left', train)).toContain('A column that a task predicts.')
  })
})

describe('a quantity', () => {
  it.each([
    ['60 K‸iB', '60 KiB = 61,440 bytes'],
    ['1.5 m‸s', '1.5 ms = 1,500,000 ns'],
    ['0.5‸ pt', '0.5 pt = 0.005'],
    ['1‸20k', '120 k = 120,000'],
    ['2 epo‸chs)', '2 epochs = 2 epochs'],
  ])('%s: %s', async (place, text) => {
    expect(await at(place, train)).toContain(text)
  })
})

it.each(['// a com‸ment\n', 'import { LeNet } from "std/vi‸sion"', '  source "digits.par‸quet"'])('says nothing of %j', async (place) => {
  expect(await at(place, `// a comment\n${digits}`)).toBe('')
})

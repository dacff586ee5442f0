import { expect, it } from 'vitest'
import { inlayHints } from '../../../src/lsp/features/inlay-hints.js'
import { analysisOf, data } from '../kit.js'

/** The text with its hints in it, between `⟦` and `⟧`. */
async function hinted(text: string): Promise<string> {
  const analysis = await analysisOf({ 'main.mtl': text })
  const { document } = analysis.snapshot
  const hints = inlayHints(analysis, { start: 0, end: text.length })
  return hints.toReversed().reduce((result, { position, label }) => {
    const at = document.offsetAt(position)
    return `${result.slice(0, at)}⟦${typeof label === 'string' ? label : ''}⟧${result.slice(at)}`
  }, text)
}

const within = (text: string): string => text.slice(text.indexOf('model'))

it('shows shapes at the ends of lines, and the names of settings', async () => {
  const text = `${data.replace(/ {2}input {2}row.*\n/, '')}
model M on Faces {
  share hard trunk = image |> Conv(8, 3) |> relu
    |> MaxPool
    |> flatten |> Dense(64)
  let features = trunk |> relu
  task gender = features |> Dense(2)
  task age {
    predict features
      |> Dense(1)
    weight  2
  }
}
`
  expect(within(await hinted(text))).toBe(`model M on Faces {
  share hard trunk = image |> Conv(⟦channels:⟧8, ⟦kernel:⟧3) |> relu⟦: f32[8, 48, 48]⟧
    |> MaxPool⟦: f32[8, 24, 24]⟧
    |> flatten |> Dense(⟦units:⟧64)⟦: f32[64]⟧
  let features = trunk |> relu⟦: f32[64]⟧
  task gender = features |> Dense(⟦units:⟧2)⟦: f32[2]⟧
  task age {
    predict features⟦: f32[64]⟧
      |> Dense(⟦units:⟧1)⟦: f32[1]⟧
    weight  2
  }
}
`)
})

it('shows shapes in blocks by the names of their signatures', async () => {
  const text = `block Down(channels: int, stride: int = 2)(x: f32[C, H, W]) -> f32[channels, ceil(H / stride), ceil(W / stride)] {
  let y = x |> Conv(channels, stride = stride)
    |> relu
  let parts = [y, y]
  concat(parts) |> Conv(channels)
}
`
  expect(await hinted(text)).toBe(`block Down(channels: int, stride: int = 2)(x: f32[C, H, W]) -> f32[channels, ceil(H / stride), ceil(W / stride)] {
  let y = x |> Conv(channels, stride = stride)⟦: f32[channels, ceil(H / stride), ceil(W / stride)]⟧
    |> relu⟦: f32[channels, ceil(H / stride), ceil(W / stride)]⟧
  let parts = [y, y]⟦: [f32[channels, ceil(H / stride), ceil(W / stride)], f32[channels, ceil(H / stride), ceil(W / stride)]]⟧
  concat(parts) |> Conv(channels)⟦: f32[channels, ceil(H / stride), ceil(W / stride)]⟧
}
`)
})

it('shows what constants come to', async () => {
  expect(await hinted('const width = 4 * 8\nconst deep = 3\n')).toBe('const width = 4 * 8⟦: 32⟧\nconst deep = 3\n')
})

it('shows what is known while a line is broken', async () => {
  const text = `${data}model M on Faces {\n  share hard trunk = image |> flatten\n  task gender = trunk |>\n}\n`
  expect(await hinted(text)).toContain('image |> flatten⟦: f32[2304]⟧')
})

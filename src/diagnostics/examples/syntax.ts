import { type Examples } from './example.js'

const deep = (levels: number): string => `const deep = ${'('.repeat(levels)}1${')'.repeat(levels)}\n`

export const syntax: Examples = {
  MTL1001: { text: 'const width = 32 # of each layer\n' },
  MTL1002: { text: 'import { LeNet } from "std/vision\n' },
  MTL1003: { text: '/* How wide layers are.\nconst width = 32\n' },
  MTL1004: { text: "import { LeNet } from 'std/vision'\n" },
  MTL1005: { text: 'const folder = "C:\\data"\n' },
  MTL1006: { text: 'const rate = .5\n' },
  MTL1007: { text: 'const limit = 60 kb\n' },
  MTL1008: { text: 'const share = 10 %\n' },
  MTL1009: { text: 'const width = 32;\n' },
  MTL1010: { text: 'block Twice(x: f32[C]) -> f32[C] {\n  x + x\n\nconst width = 32\n' },
  MTL1011: { text: 'const width = max(16, 32))\n' },
  MTL1012: { text: deep(101), mended: 'const deep = 1\n' },
  MTL1013: { text: 'const width: 32\n' },
  MTL1014: { text: 'cosnt width = 32\n' },
  MTL1015: { text: 'block Twice(x: f32[C]) -> f32[C] {\n  return x + x\n}\n' },
  MTL1016: {
    text: 'data Digits {\n  source "digits.parquet"\n  split  train 80%, test 20%, seed 1, seed 2\n  input  image: image[1, 28, 28]\n  target digit: label<10>\n}\n',
    mended: 'data Digits {\n  source "digits.parquet"\n  split  train 80%, test 20%, seed 2\n  input  image: image[1, 28, 28]\n  target digit: label<10>\n}\n',
  },
  MTL1017: {
    text: 'block Twice(x: f32[C]) -> f32[C] {\n  x + x\n  relu(x)\n}\n',
    mended: 'block Twice(x: f32[C]) -> f32[C] {\n  let y = x + x\n  relu(y)\n}\n',
  },
  MTL1018: { text: 'extern block Twice(x: f32[C]) -> f32[C] {\n  x + x\n}\n', mended: 'block Twice(x: f32[C]) -> f32[C] {\n  x + x\n}\n' },
  MTL1019: { text: 'block Twice(x: f32[C]) -> f32[C]\n', mended: 'block Twice(x: f32[C]) -> f32[C] {\n  x + x\n}\n' },
  MTL1020: { text: 'const = 1\n'.repeat(101), mended: 'const a = 1\n', also: ['MTL1013'] },
  MTL1021: { unprovoked: 'It takes a file of many megabytes, which is most likely data that was named by mistake.' },
}

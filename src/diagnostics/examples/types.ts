import { unreadableFile } from '../types.js'
import { about, digits, reader, type Examples } from './example.js'

export const types: Examples = {
  MTL2001: { text: reader('task digit = image |> flatten |> Dence(10)') },
  MTL2002: { text: 'const width = 32\nconst width = 64\n', mended: 'const width = 32\nconst wide = 64\n' },
  MTL2003: { text: reader('task digit = image |> flatten |> Dense(64)') },
  MTL2004: { text: reader('task digit = image |> flatten |> Dense("ten")'), mended: reader('task digit = image |> flatten |> Dense(10)') },
  MTL2005: { text: reader('task digit = image |> flatten |> Conv(8) |> flatten |> Dense(10)'), mended: reader('task digit = image |> Conv(8) |> flatten |> Dense(10)') },
  MTL2006: {
    text: `block Join(a: f32[C], b: f32[C]) -> f32[C] {\n  a + b\n}\n\n${reader('let x = image |> flatten', 'task digit = Join(x, x |> Dense(32)) |> Dense(10)')}`,
    mended: `block Join(a: f32[C], b: f32[C]) -> f32[C] {\n  a + b\n}\n\n${reader('let x = image |> flatten', 'task digit = Join(x |> Dense(32), x |> Dense(32)) |> Dense(10)')}`,
  },
  MTL2007: {
    text: `block Widen(x: f32[C]) -> f32[K] {\n  x |> Dense(64)\n}\n\n${reader('task digit = image |> flatten |> Widen |> Dense(10)')}`,
    mended: `block Widen(K: int)(x: f32[C]) -> f32[K] {\n  x |> Dense(K)\n}\n\n${reader('task digit = image |> flatten |> Widen(64) |> Dense(10)')}`,
  },
  MTL2008: { text: 'block Head(classes: int)(x: f32[C]) -> f32[classes] {\n  x |> Dense(32)\n}\n', mended: 'block Head(classes: int)(x: f32[C]) -> f32[classes] {\n  x |> Dense(classes)\n}\n' },
  MTL2009: { text: reader('task digit = image |> Conv(8, groups = 2) |> flatten |> Dense(10)'), mended: reader('task digit = image |> Conv(8) |> flatten |> Dense(10)') },
  MTL2010: { text: reader('task digit = image |> Conv(8, 31, padding = "valid") |> flatten |> Dense(10)'), mended: reader('task digit = image |> Conv(8, 5, padding = "valid") |> flatten |> Dense(10)') },
  MTL2011: { text: reader('task digit = image |> Conv(8, strides = 2) |> flatten |> Dense(10)') },
  MTL2012: { text: reader('task digit = image |> flatten |> Dense()'), mended: reader('task digit = image |> flatten |> Dense(10)') },
  MTL2013: { text: reader('task digit = image |> flatten |> relu(1) |> Dense(10)'), mended: reader('task digit = image |> flatten |> relu |> Dense(10)') },
  MTL2014: { text: reader('task digit = image |> flatten |> Dense(10, units = 10)') },
  MTL2015: { text: about('compress', 'budget { size <= 3 ms }'), mended: about('compress', 'budget { size <= 3 KB }') },
  MTL2016: { text: reader('task digit = image |> flatten |> 10'), mended: reader('task digit = image |> flatten |> Dense(10)') },
  MTL2017: { text: reader('let x = image |> flatten', 'task digit = x + (x |> Dense(10)) |> Dense(10)'), mended: reader('let x = image |> flatten', 'task digit = (x |> Dense(10)) + (x |> Dense(10))') },
  MTL2018: { text: reader('task digit = image |> reshape([32, 32]) |> flatten |> Dense(10)'), mended: reader('task digit = image |> reshape([28, 28]) |> flatten |> Dense(10)') },
  MTL2019: { text: reader('let halves = { upper = image, lower = image }', 'task digit = halves.uper |> flatten |> Dense(10)') },
  MTL2020: { text: 'import { LeNet } from "std/vison"\n' },
  MTL2021: {
    text: 'import { Head } from "./head"\n\nconst classes = 10\n',
    beside: { 'head.mtl': 'import { classes } from "./example"\n\nblock Head(x: f32[C]) -> f32[10] {\n  x |> Dense(classes)\n}\n' },
    mended: 'import { Head } from "./head"\n',
    mendedBeside: { 'head.mtl': 'const classes = 10\n\nblock Head(x: f32[C]) -> f32[10] {\n  x |> Dense(classes)\n}\n' },
  },
  MTL2022: { text: 'const width = height + 1\nconst height = width - 1\n', mended: 'const width = height + 1\nconst height = 31\n' },
  MTL2023: {
    text: reader('let head = Dense(10)', 'task digit = (image |> flatten |> head) + (image |> Conv(8) |> flatten |> head)'),
    mended: reader('task digit = (image |> flatten |> Dense(10)) + (image |> Conv(8) |> flatten |> Dense(10))'),
  },
  MTL2024: {
    text: `block Deeper(x: f32[C]) -> f32[C] {\n  x |> Dense(C) |> Deeper\n}\n\n${reader('task digit = image |> flatten |> Deeper |> Dense(10)')}`,
    mended: `block Deeper(n: int)(x: f32[C]) -> f32[C] {\n  if n == 0 { x } else { x |> Dense(C) |> Deeper(n - 1) }\n}\n\n${reader('task digit = image |> flatten |> Deeper(3) |> Dense(10)')}`,
  },
  MTL2025: { text: reader('task digit = image |> repeat(1000000) relu |> flatten |> Dense(10)'), mended: reader('task digit = image |> repeat(10) relu |> flatten |> Dense(10)') },
  MTL2026: { text: `block Twice(x: f32[C]) -> f32[C] {\n  let y = x + x\n}\n\n${reader('task digit = image |> flatten |> Twice |> Dense(10)')}`, mended: `block Twice(x: f32[C]) -> f32[C] {\n  x + x\n}\n\n${reader('task digit = image |> flatten |> Twice |> Dense(10)')}` },
  MTL2027: { text: reader('task digit = image |> flatten |> Dense(0) |> Dense(10)'), mended: reader('task digit = image |> flatten |> Dense(32) |> Dense(10)') },
  MTL2028: { text: 'extern block Magic(x: f32[C]) -> f32[C]\n', mended: 'block Magic(x: f32[C]) -> f32[C] {\n  x |> Dense(C)\n}\n' },
  MTL2029: { text: `${digits}\nmodel Reader on Digits {\n  task digit = Digits |> flatten |> Dense(10)\n}\n`, mended: reader('task digit = image |> flatten |> Dense(10)') },
  MTL2030: { text: 'const width = 32 / 0\n', mended: 'const width = 32 / 2\n' },
  MTL2031: { text: digits, commands: ['mtlc check examples.mtl'], finding: () => unreadableFile({ path: 'examples.mtl', reason: 'there is no such file' }) },
  MTL2032: { text: 'const widths = [32, 64]\nconst last = widths[2]\n', mended: 'const widths = [32, 64]\nconst last = widths[1]\n' },
}

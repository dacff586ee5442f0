import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parse } from '../../src/syntax/parse.js'
import { plain, read, show } from './support.js'

const file = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8')

it('reads a whole file', () => {
  const text = file('whole-file.mtl')
  const declarations = read(text)
  expect(declarations.map(({ kind }) => kind)).toEqual(['import', 'data', 'model', 'train', 'compress'])
  expect(parse(text, 'test.mtl').file.doc).toBe('Two overlapping digits, read at once, by a model of at most 60 KB.')
  const [, data, model, train, compress] = declarations
  expect(plain(data)).toMatchObject({
    name: 'MultiMnist',
    settings: [
      { kind: 'source', role: 'train' }, { kind: 'source', role: 'test' }, { kind: 'split' }, { kind: 'field', name: 'image' },
      { kind: 'field', name: 'left' }, { kind: 'field', name: 'right' }, { kind: 'normalize', mean: { value: 0.1307 }, std: { value: 0.3081 } },
    ],
  })
  expect(model?.kind === 'model' && model.statements.map((each) => (each.kind === 'task' && each.predict ? show(each.predict) : each.kind))).toEqual([
    'share', '(|> trunk (Dense! 10))', '(|> (|> (|> trunk (Dense! 32)) relu) (Dense! 10))',
  ])
  expect(train?.kind === 'train' && train.settings.map((each) => (each.kind === 'select' ? '' : each.name.text))).toEqual([
    'epochs', 'batch', 'seed', 'optimizer', 'schedule', 'balance', 'stop',
  ])
  expect(compress?.kind === 'compress' && compress.settings.map(({ kind }) => kind)).toEqual(['target', 'pass', 'pass', 'distill', 'budget'])
})

it('reads a block with a shortcut', () => {
  const [block] = read(file('residual.mtl'))
  expect(block?.kind === 'block' && block.body?.result && show(block.body.result)).toBe('(relu! (+ y skip))')
  expect(plain(block)).toMatchObject({ name: 'Residual', doc: 'Two 3×3 convolutions and a shortcut.', body: { statements: [{ name: 'y' }, { name: 'skip' }] } })
})

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { libraryPage, page } from '../../scripts/library-docs.js'
import { library } from './kit.js'

describe('docs/library.md', () => {
  const made = libraryPage()

  test('is what the library says now: if not, run `npx tsx scripts/library-docs.ts`', () => {
    expect(readFileSync(page, 'utf8')).toBe(made)
  })

  test('has every module and every block of it', () => {
    const names = readdirSync(join(import.meta.dirname, '../../stdlib')).map((name) => name.replace('.mtl', ''))
    for (const name of names) expect(made, name).toContain(name === 'core' ? '\n## core\n' : `\n## std/${name}\n`)
    for (const blocks of library.values()) for (const { name } of blocks) expect(made).toContain(`\n### ${name.text}\n`)
  })
})

describe('doc comments', () => {
  const blocks = [...library].flatMap(([module, all]) => all.map((block) => ({ module, name: block.name.text, doc: block.doc ?? '' })))

  test.each(blocks.filter(({ name }) => /^[A-Z]/.test(name)))('std/$module: $name says what it gives', ({ doc }) => {
    expect(doc).toContain('→')
  })

  test('name the paper of every network', () => {
    const papers = blocks.filter(({ doc }) => /[A-Z]\p{L}+(?: & [A-Z]\p{L}+|\s+et\s+al\.)?\s+(?:19|20)\d\d/u.test(doc))
    const networks = ['LeNet', 'VGG', 'ResNet', 'MobileNetV2', 'MobileNetV3', 'EfficientNetLite', 'UNet', 'FPN', 'ASPP', 'DeepLabV3', 'VisionTransformer',
      'MultiHeadAttention', 'EncoderLayer', 'DecoderLayer', 'TextTransformer', 'TextCNN', 'RecurrentEncoder', 'TextDecoder', 'RecurrentDecoder', 'TableFeatures', 'FTTransformer', 'TableResNet']
    expect(networks.filter((name) => !papers.some((block) => block.name === name))).toEqual([])
  })
})

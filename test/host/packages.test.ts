/** Imports of packages, from real folders. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { check } from '../../src/check/check.js'
import { nodeHost } from '../../src/host/node.js'
import { things } from '../check/kit.js'

let root = ''
const host = nodeHost()

function write(path: string, content: string | object): void {
  const file = join(root, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
}

beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'mtl-packages-')))
  const block = 'block Head(classes: int)(x: f32[D]) -> f32[classes] { x |> Dense(classes) }'
  write('node_modules/heads/package.json', { name: 'heads', exports: { '.': { mtl: './lib.mtl', default: './index.js' }, './*': { mtl: './mtl/*.mtl' }, './gone': { mtl: './gone.mtl' } } })
  write('node_modules/heads/lib.mtl', block)
  write('node_modules/heads/mtl/deep/wide.mtl', block)
  write('node_modules/@lab/blocks/package.json', { name: '@lab/blocks', exports: './blocks.mtl' })
  write('node_modules/@lab/blocks/blocks.mtl', `import { Head } from "heads"\n${block.replace('Head(', 'Twice(').replace('Dense(classes)', 'Head(classes) |> Head(classes)')}`)
  write('node_modules/open/package.json', { name: 'open' })
  write('node_modules/open/heads.mtl', block)
  write('node_modules/script/package.json', { name: 'script', exports: { '.': './index.js', './a': './a.js' } })
  write('node_modules/broken/package.json', '{ "name": ')
  write('node_modules/inner/package.json', { exports: './outer.mtl' })
  write('node_modules/inner/outer.mtl', block)
  write('app/node_modules/inner/package.json', { exports: './inner.mtl' })
  write('app/node_modules/inner/inner.mtl', block)
  write('shared/linked/package.json', { exports: { mtl: './lib.mtl' } })
  write('shared/linked/lib.mtl', block)
  symlinkSync(join(root, 'shared/linked'), join(root, 'node_modules/linked'), 'dir')
  write('app/main.mtl', '')
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

const using = (specifier: string): string => `import { Twice } from "${specifier}"\n${things}model M on Things { task kind = vector |> Twice(10) }\n`

const from = (): string => join(root, 'app/main.mtl')

describe('an import of a package', () => {
  test.each([
    ['heads', 'node_modules/heads/lib.mtl'],
    ['heads/deep/wide', 'node_modules/heads/mtl/deep/wide.mtl'],
    ['@lab/blocks', 'node_modules/@lab/blocks/blocks.mtl'],
    ['open/heads', 'node_modules/open/heads.mtl'],
    ['open/heads.mtl', 'node_modules/open/heads.mtl'],
    ['inner', 'app/node_modules/inner/inner.mtl'],
    ['linked', 'shared/linked/lib.mtl'],
  ])('%s finds %s', (specifier, found) => {
    expect(host.resolve(specifier, from())).toBe(join(root, found))
    expect(host.whyUnresolved?.(specifier, from())).toBeUndefined()
  })

  test.each([
    ['script', 'the package "script" exports "." without an "mtl" condition', 'its package.json would need "exports": { ".": { "mtl": "./lib.mtl" } }'],
    ['script/a', 'the package "script" exports "./a" without an "mtl" condition', 'its package.json would need "exports": { "./a": { "mtl": "./a.mtl" } }'],
    ['script/b', 'the package "script" exports no "./b"', 'its package.json would need "exports": { "./b": { "mtl": "./b.mtl" } }'],
    ['open', 'the package "open" has no "exports" with an "mtl" condition', 'its package.json would need "exports": { ".": { "mtl": "./lib.mtl" } }'],
    ['heads/gone', 'the package "heads" promises ./gone.mtl for it, and does not hold that file', undefined],
    ['broken', 'the package.json of "broken" is not readable as JSON', undefined],
    ['absent', 'no package "absent" is installed', 'install it by `npm install absent`; a file beside this one is imported as "./absent"'],
    ['@lab', 'this is no name of a package', undefined],
    ['std/visoin', 'the standard library has ', undefined],
  ])('%s says why it finds nothing', (specifier, reason, help) => {
    expect(host.resolve(specifier, from())).toBeUndefined()
    const why = host.whyUnresolved?.(specifier, from())
    expect(why?.reason.startsWith(reason), why?.reason).toBe(true)
    expect(why?.help).toBe(help)
  })

  test('brings its blocks into a model, those of packages that it imports too', async () => {
    write('app/main.mtl', using('@lab/blocks'))
    expect((await check(from(), { host })).diagnostics).toEqual([])
    write('app/main.mtl', using('script'))
    const [finding, ...others] = (await check(from(), { host })).diagnostics
    expect(others).toEqual([])
    expect(finding).toMatchObject({ code: 'MTL2020', message: 'there is no module "script": the package "script" exports "." without an "mtl" condition' })
    expect(finding?.help).toContain('its package.json would need')
  })
})

import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { check, format } from 'prettier'
import { describe, expect, it } from 'vitest'
import * as plugin from '../src/prettier.js'

const root = fileURLToPath(new URL('../', import.meta.url))
const fixture = (name: string): string => readFileSync(join(root, 'test', 'syntax', 'format', name), 'utf8')

describe('the plugin of Prettier', () => {
  it.each(['settings', 'blocks', 'comments'])('writes what `mtlc fmt` writes: %s', async (name) => {
    const options = { plugins: [plugin], filepath: `${name}.mtl` }
    expect(await format(fixture(`${name}.mtl`), options)).toBe(fixture(`${name}.formatted.mtl`))
    expect(await check(fixture(`${name}.formatted.mtl`), options)).toBe(true)
    expect(await check(fixture(`${name}.mtl`), options)).toBe(false)
  })

  it('takes the options that Prettier takes', async () => {
    const options = { plugins: [plugin], parser: 'mtl', printWidth: 30, tabWidth: 4, endOfLine: 'crlf' as const }
    expect(await format('const a = f(first, second, third)\n', options)).toBe('const a = f(\r\n    first, second, third\r\n)\r\n')
  })

  it('formats the code in Markdown', async () => {
    const text = '# Train\n\n```mtl\ntrain   M { epochs   1 }\n```\n'
    expect(await format(text, { plugins: [plugin], parser: 'markdown' })).toBe('# Train\n\n```mtl\ntrain M { epochs 1 }\n```\n')
  })

  it('tells a syntax error with its place', async () => {
    const failed = format('train M {\n  epochs = 1\n}\n', { plugins: [plugin], filepath: 'a.mtl' })
    await expect(failed).rejects.toMatchObject({
      message: expect.stringContaining('expected a value, found `=` (MTL1013)') as string,
      loc: { start: { line: 2, column: 10 } },
      codeFrame: expect.stringContaining('> 2 |   epochs = 1') as string,
    })
  })

  it('is found by its name', () => {
    if (!existsSync(join(root, 'dist', 'prettier.js'))) throw new Error('this runs the bundle: build it first, by `npm run build`')
    const prettier = join(root, 'node_modules', 'prettier', 'bin', 'prettier.cjs')
    const run = (...args: readonly string[]): { status: number | null; stdout: string } =>
      spawnSync(process.execPath, [prettier, '--plugin', 'mtlc/prettier', ...args], { cwd: root, encoding: 'utf8' })
    expect(run('test/syntax/format/settings.mtl')).toMatchObject({ status: 0, stdout: fixture('settings.formatted.mtl') })
    expect(run('--check', 'examples/digits/digits.mtl').status).toBe(0)
    expect(run('--check', 'test/syntax/format/settings.mtl').status).toBe(1)
  })
})

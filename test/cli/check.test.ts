import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { folder, mtlc, toy, type Folder } from './command.js'

let here: Folder
beforeAll(async () => {
  here = await folder()
  await here.write('good.mtl', toy())
  await here.write('bad.mtl', toy().replace('trunk |> Dense(2)', 'trunk |> Dense(3)').replace('model Toy on Points', 'model Toy on Point'))
  await here.write('shape.mtl', toy().replace('trunk |> Dense(2)', 'trunk |> Dense(3)'))
  await mkdir(join(here.path, 'folder.mtl'))
})
afterAll(() => here.remove())

interface Output {
  readonly ok: boolean
  readonly diagnostics: readonly { readonly code: string; readonly file: string; readonly range: { readonly start: { readonly line: number; readonly column: number } } }[]
}
const json = async (...files: readonly string[]): Promise<{ code: number | null; output: Output }> => {
  const { code, stdout, stderr } = await mtlc(here.path, 'check', '--format', 'json', ...files)
  expect(stderr).toBe('')
  return { code, output: JSON.parse(stdout) as Output }
}

describe('mtlc check', () => {
  it('is content with a good file, whose data need not be there', async () => {
    expect(await mtlc(here.path, 'check', 'good.mtl')).toEqual({ code: 0, stdout: '✓ good.mtl: no findings\n', stderr: '' })
    expect(await mtlc(here.path, 'check', 'good.mtl', '--quiet')).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  it('tells a budget that no model can meet, before there is any data', async () => {
    const { code, stdout } = await mtlc(here.path, 'check', 'good.mtl', '--set', 'compress.budget.params=3')
    expect(code).toBe(1)
    expect(stdout).toMatch(/^error\[MTL5007\]: the budget line `params <= 3` cannot be met: /)
    expect(stdout).toMatch(/\nhelp: `[\w.]+` alone takes \d+ params: raise the bound/)
  })

  it('prints findings on stdout, with the code that they are about', async () => {
    const { code, stdout, stderr } = await mtlc(here.path, 'check', 'shape.mtl')
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(stdout).toMatch(/^error\[MTL2003\]: task `side` predicts f32\[3\], but .* needs f32\[2\]\n *--> shape\.mtl:\d+:\d+\n/)
    expect(stdout).toMatch(/\| {3}task side {2}= trunk \|> Dense\(3\)\n.*\^/)
    expect(stdout).toMatch(/\n1 error in shape\.mtl\n$/)
    expect(stdout).not.toContain('\u001B')
  })

  it('prints JSON with exactly the documented keys', async () => {
    const { code, output } = await json('shape.mtl')
    expect(code).toBe(1)
    expect(Object.keys(output)).toEqual(['ok', 'diagnostics'])
    expect(output.ok).toBe(false)
    const [finding] = output.diagnostics
    expect(finding).toEqual({
      code: 'MTL2003',
      severity: 'error',
      message: expect.stringContaining('task `side`') as string,
      file: 'shape.mtl',
      range: { start: { line: expect.any(Number) as number, column: expect.any(Number) as number }, end: { line: expect.any(Number) as number, column: expect.any(Number) as number } },
      related: expect.any(Array) as unknown[],
      help: expect.toSatisfy((help: unknown) => help === null || typeof help === 'string') as string,
      edits: expect.any(Array) as unknown[],
    })
    const line = toy().split('\n').findIndex((text) => text.includes('task side')) + 1
    expect(finding?.range.start.line).toBe(line)
  })

  it('prints findings in the form that is asked for', async () => {
    const as = async (format: string): Promise<string> => (await mtlc(here.path, 'check', '--format', format, 'shape.mtl')).stdout
    expect(await as('concise')).toMatch(/^shape\.mtl:\d+:\d+: error\[MTL2003\]: task `side` .*\n$/)
    expect(await as('github')).toMatch(/^::error file=shape\.mtl,line=\d+,endLine=\d+,col=\d+,endColumn=\d+,title=MTL2003::task `side`/)
    expect(JSON.parse(await as('sarif'))).toMatchObject({ version: '2.1.0', runs: [{ results: [{ ruleId: 'MTL2003' }] }] })
    expect((await mtlc(here.path, 'check', '--format', 'xml', 'shape.mtl')).code).toBe(2)
  })

  it('merges several files', async () => {
    expect(await json('good.mtl')).toEqual({ code: 0, output: { ok: true, diagnostics: [] } })
    const { code, output } = await json('good.mtl', 'shape.mtl', 'bad.mtl')
    expect(code).toBe(1)
    expect(new Set(output.diagnostics.map(({ file }) => file))).toEqual(new Set(['shape.mtl', 'bad.mtl']))
  })

  it('names files that it cannot read', async () => {
    for (const file of ['missing.mtl', 'folder.mtl']) {
      const { code, output } = await json(file)
      expect(code).toBe(1)
      expect(output.diagnostics[0]?.code).toMatch(/^MTL[124]\d{3}$/)
      expect(output.diagnostics[0]?.file).toBe(file)
    }
  })

  it('checks what a setting would change', async () => {
    expect((await mtlc(here.path, 'check', 'good.mtl', '--set', 'train.epochs=3')).code).toBe(0)
    expect((await mtlc(here.path, 'check', 'good.mtl', '--set', 'train.epochs=many')).code).not.toBe(0)
  })
})

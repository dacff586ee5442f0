import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { folder, mtlc, toy, type Folder } from './command.js'

let here: Folder
// The toy's loss scales differ, which a comment says is meant.
const good = toy().replace('\ntrain Toy', '\n// lint-ignore loss-scales: targets run from 0 to 1\ntrain Toy')
const bad = good.replaceAll('trunk', 'Trunk')
beforeAll(async () => {
  here = await folder()
  await here.write('good.mtl', good)
})
beforeEach(() => here.write('bad.mtl', bad))
afterAll(() => here.remove())
const text = (name: string): Promise<string> => readFile(join(here.path, name), 'utf8')

describe('mtlc lint', () => {
  it('is content with a good file', async () => {
    expect(await mtlc(here.path, 'lint', 'good.mtl')).toEqual({ code: 0, stdout: '✓ good.mtl: no findings\n', stderr: '' })
    expect(await mtlc(here.path, 'lint', '--fix', 'good.mtl')).toEqual({ code: 0, stdout: '✓ good.mtl: no findings\n', stderr: '' })
    expect(await text('good.mtl')).toBe(good)
  })

  it('exits with 1 where it finds something, and writes nothing', async () => {
    const { code, stdout, stderr } = await mtlc(here.path, 'lint', 'bad.mtl')
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(stdout).toMatch(/^warning\[MTL7010\]: this share is called `Trunk`, which is not snake_case \[naming\]\n +--> bad\.mtl:\d+:\d+\n/)
    expect(stdout).toMatch(/\n1 warning in bad\.mtl\n$/)
    expect(await text('bad.mtl')).toBe(bad)
  })

  it('mends what is safe to mend', async () => {
    const { code, stdout, stderr } = await mtlc(here.path, 'lint', '--fix', 'bad.mtl', 'good.mtl')
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '✓ 2 files: no findings\n', stderr: 'mended 1 finding\n' })
    expect(await text('bad.mtl')).toBe(good)
  })

  it('keeps a byte order mark and the ends of lines', async () => {
    await here.write('bad.mtl', `\uFEFF${bad.replaceAll('\n', '\r\n')}`)
    expect((await mtlc(here.path, 'lint', '--fix', 'bad.mtl')).code).toBe(0)
    expect(await text('bad.mtl')).toBe(`\uFEFF${good.replaceAll('\n', '\r\n')}`)
  })

  it('turns rules off and on', async () => {
    expect((await mtlc(here.path, 'lint', 'bad.mtl', '--rule', 'naming=off')).code).toBe(0)
    await here.write('blocks.mtl', 'block B()(x: f32[D]) -> f32[D] {\n  x\n}\n')
    expect((await mtlc(here.path, 'lint', 'blocks.mtl')).code).toBe(0)
    expect((await mtlc(here.path, 'lint', 'blocks.mtl', '--rule', 'undocumented-block=warn')).code).toBe(1)
  })

  it('leaves errors to `check`, but says that there are some', async () => {
    await here.write('broken.mtl', bad.replace('Dense(2)', 'Dense(3)'))
    const { code, stdout, stderr } = await mtlc(here.path, 'lint', 'broken.mtl')
    expect(code).toBe(1)
    expect(stdout).not.toContain('MTL2003')
    expect(stdout).toContain('[naming]')
    expect(stderr).toBe('note: broken.mtl has errors, which `mtlc check` tells: rules about the whole model were left out\n')
  })

  it('tells why a file cannot be read', async () => {
    await here.write('unclosed.mtl', bad.replace('}', ''))
    const { code, stdout } = await mtlc(here.path, 'lint', '--fix', 'unclosed.mtl')
    expect(code).toBe(1)
    expect(stdout).toMatch(/^error\[MTL1/)
    expect(stdout).not.toContain('[naming]')
    const missing = await mtlc(here.path, 'lint', 'missing.mtl')
    expect(missing.code).toBe(1)
    expect(missing.stdout).toContain('missing.mtl')
  })

  it('prints JSON', async () => {
    const { stdout } = await mtlc(here.path, 'lint', 'bad.mtl', '--format', 'json')
    const output = JSON.parse(stdout) as { ok: boolean; diagnostics: readonly { code: string; severity: string }[] }
    expect(output.diagnostics.map(({ code, severity }) => `${severity} ${code}`)).toEqual(['warning MTL7010'])
  })

  it('lists its rules', async () => {
    const { code, stdout } = await mtlc(here.path, 'lint', '--rules')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^naming\n {2}Blocks, models/)
    expect(stdout).toContain('\nundocumented-block (off by itself)\n')
  })

  it('says how it is used', async () => {
    for (const [args, said] of [
      [[], 'lint needs a file'],
      [['bad.mtl', '--rule', 'nameing=off'], 'did you mean naming?'],
      [['bad.mtl', '--rule', 'naming'], 'It must be a rule and `off` or `warn`'],
    ] as const) {
      const { code, stderr } = await mtlc(here.path, 'lint', ...args)
      expect({ code, said: stderr.includes(said) ? said : stderr }).toEqual({ code: 2, said })
    }
  })
})

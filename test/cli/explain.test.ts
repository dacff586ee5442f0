import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { catalogue } from '../../src/diagnostics/catalogue.js'
import { folder, mtlc, type Folder } from './command.js'

let here: Folder
beforeAll(async () => {
  here = await folder()
})
afterAll(() => here.remove())

const explain = (...args: readonly string[]) => mtlc(here.path, 'explain', ...args)

describe('mtlc explain', () => {
  it('says what a code means, shows an example with what is printed for it, and the example mended', async () => {
    const { code, stdout, stderr } = await explain('MTL2003')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^error\[MTL2003\]: prediction mismatch\nNames, types and shapes\n\nThe shape that a task predicts/)
    expect(stdout).toContain('  $ mtlc check example.mtl\n\nerror[MTL2003]: task `digit` predicts f32[64], but label<10> needs f32[10]\n --> example.mtl:8:16\n')
    expect(stdout).toMatch(/help: change `Dense\(64\)` to `Dense\(10\)`\n8 ~ {3}task digit = image \|> flatten \|> Dense\(10\)\n\nmended:\n/)
  })

  it('takes a code however it is written, and the name of a lint rule', async () => {
    const { stdout } = await explain('MTL2003')
    for (const written of ['mtl2003', '2003']) expect((await explain(written)).stdout).toBe(stdout)
    expect((await explain('unused-let')).stdout).toMatch(/^warning\[MTL7014\]/)
  })

  it('shows of long files what was mended', async () => {
    const [wrong = '', mended = ''] = (await explain('6403')).stdout.split('mended:')
    expect(wrong).toContain('"along": 100000')
    expect(mended).toContain('"along": 0.820')
    expect(mended).not.toContain('100000')
  })

  it('says where no file can show it', async () => {
    expect((await explain('9001')).stdout).toContain('There is no example. It is never right;')
  })

  it('prints JSON and Markdown', async () => {
    const json = JSON.parse((await explain('3011', '--format', 'json')).stdout) as unknown
    expect(json).toMatchObject({
      code: 'MTL3011', severity: 'error', name: 'BadOverride', title: 'bad override', example: { commands: ['mtlc check example.mtl --set train.epoch=3'], finding: { code: 'MTL3011' }, mended: null },
    })
    expect(JSON.parse((await explain('9001', '--format', 'json')).stdout)).toMatchObject({ example: null, unprovoked: expect.any(String) as string })
    expect((await explain('1009', '--format', 'markdown')).stdout).toMatch(/^### MTL1009: semicolon\n\n.*\n\n```mtl wrong\nconst width = 32;\n```\n\n```text\nerror\[MTL1009\]/)
  })

  it('lists all codes, group by group, where none is named', async () => {
    const { code, stdout } = await explain()
    expect(code).toBe(0)
    expect([...catalogue.keys()].filter((each) => !stdout.includes(`  ${each}  `))).toEqual([])
    expect(JSON.parse((await explain('--format', 'json')).stdout)).toMatchObject({ groups: [{ title: 'How a file is written' }, {}, {}, {}, {}, {}, {}, {}] })
    expect((await explain('--format', 'markdown')).stdout).toMatch(/^## How a file is written\n\n\| code \| \|\n/)
  })

  it('refuses what is no code', async () => {
    expect(await explain('MTL2030x')).toEqual({ code: 2, stdout: '', stderr: 'mtlc: there is no code MTL2030x\nhelp: did you mean MTL2030?\n' })
    expect((await explain('nonsense')).code).toBe(2)
  })
})

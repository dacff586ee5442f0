import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { folder, mtlc, toy, type Folder } from './command.js'

let here: Folder
beforeAll(async () => {
  here = await folder()
  await here.write('toy.mtl', toy())
  await here.write('bad.mtl', toy().replace('relu', 'rleu'))
})
afterAll(() => here.remove())

describe('mtlc inspect', () => {
  it('prints what is shared and each head apart, with their costs', async () => {
    const { code, stdout, stderr } = await mtlc(here.path, 'inspect', 'toy.mtl')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^Toy\n\nlayer +output +params +MACs +bytes\n/)
    // 4 × 16 weights and 16 biases; 16 × 2 and 2; 16 × 1 and 1.
    expect(stdout).toMatch(/\ntrunk \(shared\) +80 +64 +320 B\n/)
    expect(stdout).toMatch(/\nside \(task\) +34 +32 +136 B\n/)
    expect(stdout).toMatch(/\nalong \(task\) +17 +16 +68 B\n/)
    expect(stdout).toMatch(/\ntotal +131 +112 +524 B\n$/)
  })

  it('prints the same as JSON', async () => {
    const { stdout } = await mtlc(here.path, 'inspect', 'toy.mtl', '--json')
    const { models } = JSON.parse(stdout) as { models: { model: string; sections: { name: string; kind: string; layers: { output: string }[] }[]; total: object }[] }
    expect(models).toHaveLength(1)
    expect(models[0]).toMatchObject({ model: 'Toy', total: { params: 131, macs: 112, bytes: 524 } })
    expect(models[0]?.sections.filter(({ kind }) => kind !== 'input').map(({ name, kind }) => [name, kind])).toEqual([
      ['trunk', 'shared'],
      ['side', 'task'],
      ['along', 'task'],
    ])
    expect(models[0]?.sections.find(({ name }) => name === 'trunk')?.layers[0]?.output).toBe('f32[16]')
  })

  it('ends with 1 on a file with errors, which are complained of on stderr', async () => {
    const { code, stdout, stderr } = await mtlc(here.path, 'inspect', 'bad.mtl')
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^error\[MTL2\d{3}\]: .*`rleu`[^]*did you mean `relu`/)
  })

  it('ends with 2 on a model that is not there', async () => {
    const { code, stderr } = await mtlc(here.path, 'inspect', 'toy.mtl', '--model', 'Other')
    expect(code).toBe(2)
    expect(stderr).toBe('mtlc: toy.mtl has no model called Other\nhelp: it has Toy\n')
  })
})

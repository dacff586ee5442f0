import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run } from '../../src/cli/run.js'
import { noColors } from '../../src/diagnostics/colors.js'
import { folder, points, toy, type Folder } from './command.js'

let here: Folder
beforeAll(async () => {
  here = await folder()
  await here.write('points.jsonl', points(200))
  await here.write('toy.mtl', toy({ epochs: 1 }))
})
afterAll(() => here.remove())

/** Runs a command in this process; gives its exit code and what it said on stderr. */
async function said(...argv: readonly string[]): Promise<{ readonly code: number; readonly stderr: string }> {
  let stderr = ''
  const code = await run(argv, {
    out: () => {},
    err: (text) => {
      stderr += text
    },
    outColors: noColors,
    errColors: noColors,
    interactive: false,
    width: 80,
    directory: here.path,
  })
  return { code, stderr }
}

const checkpoint = () => join(here.path, 'out', 'checkpoint')
const compile = ['compile', 'toy.mtl', '-o', 'out', '--threads', '1'] as const

describe('Ctrl-C while the data is read', () => {
  it('ends the command before it writes anything', async () => {
    const before = process.listenerCount('SIGINT')
    const running = said('compile', 'toy.mtl', '-o', 'never')
    while (process.listenerCount('SIGINT') === before) await new Promise((tick) => setImmediate(tick))
    process.emit('SIGINT')
    const { code, stderr } = await running
    expect(code).toBe(130)
    expect(stderr).toContain('interrupted before training began')
    expect(await readdir(here.path)).not.toContain('never')
  })
})

describe('a checkpoint that cannot be read', () => {
  it.each([
    ['weights that were cut short', 'best-', (content: Buffer) => content.subarray(0, -10)],
    ['a state that was cut short', 'checkpoint.json', (content: Buffer) => content.subarray(0, -10)],
  ])('%s: compiling says so and trains anew; resuming fails', async (_name, prefix, damage) => {
    expect((await said(...compile)).code).toBe(0)
    expect((await said(...compile)).stderr).toContain('it is used')

    const name = (await readdir(checkpoint())).find((file) => file.startsWith(prefix)) ?? ''
    const path = join(checkpoint(), name)
    await writeFile(path, damage(await readFile(path)))
    const resumed = await said('train', 'toy.mtl', '-o', 'out', '--threads', '1', '--resume')
    expect(resumed.code).toBe(1)
    expect(resumed.stderr).toContain('MTL6006')

    const again = await said(...compile)
    expect(again.code).toBe(0)
    expect(again.stderr).toMatch(/train: cannot read the checkpoint .*; training begins anew\n.*train +epoch 1\/1/s)
    expect((await said(...compile)).stderr).toContain('it is used')
  })
})

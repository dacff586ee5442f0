import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
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

describe('a checkpoint that was made otherwise', () => {
  const train = ['train', 'toy.mtl', '-o', 'other', '--threads', '1'] as const

  it.each([
    ['another length', ['--set', 'train.epochs=3'], 'epochs 1, now 3'],
    ['another optimiser', ['--set', 'train.optimizer=adam(lr = 0.1)'], 'optimizer.lr 0.01, now 0.1'],
    ['another number of threads', ['--threads', '2'], 'threads 1, now 2'],
  ])('by %s: resuming says so and fails; without --resume and with compile, training says so and begins anew', async (_name, options, difference) => {
    expect((await said(...train)).code).toBe(0)
    const resumed = await said(...train, '--resume', ...options)
    expect(resumed.code).toBe(1)
    expect(resumed.stderr).toMatch(new RegExp(`error\\[MTL6005\\]: the checkpoint in .*other/checkpoint was made otherwise: ${difference}\n`))
    expect((await said('compile', ...train.slice(1), ...options)).stderr).toContain(`train: the checkpoint in other/checkpoint was made otherwise (${difference}); training begins anew\n`)
    const [, now = ''] = difference.split(', now ')
    expect((await said(...train)).stderr).toContain(`${difference.split(' ')[0]} ${now}, now `)
  })

  it('says so of other data', async () => {
    expect((await said(...train)).code).toBe(0)
    await here.write('points.jsonl', points(210))
    const { stderr } = await said(...train, '--resume')
    await here.write('points.jsonl', points(200))
    expect(stderr).toContain('was made otherwise: the data or the program\n')
  })

  it('says that training begins anew over one of the same run, too', async () => {
    expect((await said(...train)).code).toBe(0)
    expect((await said(...train)).stderr).toContain('train: the checkpoint in other/checkpoint is of this very run; without `--resume`, training begins anew')
  })
})

describe('a checkpoint whose weights are gone', () => {
  it('is not said to be used', async () => {
    const train = ['train', 'toy.mtl', '-o', 'gone', '--threads', '1'] as const
    expect((await said(...train)).code).toBe(0)
    const path = join(here.path, 'gone', 'checkpoint')
    const name = (await readdir(path)).find((file) => file.startsWith('best-')) ?? ''
    await rm(join(path, name))
    const { code, stderr } = await said(...train, '--resume')
    expect(code).toBe(1)
    expect(stderr).toMatch(/error\[MTL6006\]: cannot read the checkpoint .*gone\/checkpoint\/best-.*: there is no such file\n/)
    expect(stderr).not.toContain('it is used')
  })

  it('tells that its JSON is damaged in its own words', async () => {
    await here.write('gone/checkpoint/checkpoint.json', '{ nonsense')
    expect((await said('train', 'toy.mtl', '-o', 'gone', '--threads', '1', '--resume')).stderr).toContain('checkpoint.json: it is not whole: no JSON')
  })
})

/** A model on the same data, without a `train` block. */
const untrained = (name: string): string => toy().replace(/data Points \{[^]*?\n\}/, '').replace(/train Toy [^]*/, '').replace('model Toy', `model ${name}`)

describe('which model is trained', () => {
  const given = { both: toy({ epochs: 1 }) + untrained('Other'), none: toy().replace(/train Toy [^]*/, '') }
  beforeAll(() => Promise.all(Object.entries(given).map(([name, text]) => here.write(`${name}.mtl`, text))))

  it('is the one with a `train` block, where none is named', async () => {
    expect((await said('train', 'both.mtl', '-o', 'both')).stderr).toContain('epoch 1/1')
  })

  it.each([
    ['beside another that has one', ['both.mtl', '--model', 'Other']],
    ['in a file that has none', ['none.mtl']],
  ])('by the defaults, where it has no block: %s', async (_name, which) => {
    const { code, stderr } = await said('train', ...which, '-o', 'defaults')
    expect(code).toBe(0)
    expect(stderr).toContain('epoch 10/10')
  })

  it('is not another than the one whose settings are changed', async () => {
    const { code, stderr } = await said('train', 'both.mtl', '--model', 'Other', '-o', 'defaults', '--set', 'train.epochs=1')
    expect(code).toBe(2)
    expect(stderr).toBe('mtlc: `--set` changes the `train` blocks of both.mtl, and Other has none\nhelp: write `train Other {}` into it\n')
  })

  it('must be said where there are several', async () => {
    await here.write('two.mtl', `${given.none}${untrained('Other')}`)
    const { code, stderr } = await said('train', 'two.mtl', '-o', 'two')
    expect(code).toBe(2)
    expect(stderr).toBe('mtlc: two.mtl has 2 models, and one is wanted: Toy, Other\nhelp: add --model Toy\n')
  })
})

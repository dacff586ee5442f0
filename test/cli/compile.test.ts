import { access, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Report } from '../../src/report/report.js'
import { folder, mtlc, points, start, toy, type Folder } from './command.js'

let here: Folder
beforeAll(async () => {
  here = await folder()
  await here.write('points.jsonl', points(600))
  await here.write('toy.mtl', toy())
})
afterAll(() => here.remove())

const artifact = ['index.d.ts', 'index.js', 'manifest.json', 'model.onnx', 'package.json', 'report.json']
const filesOf = async (name: string): Promise<Record<string, string>> =>
  Object.fromEntries(await Promise.all(artifact.map(async (file) => [file, await readFile(join(here.path, name, file), 'latin1')] as const)))
const reportOf = async (name: string): Promise<Report> => JSON.parse(await readFile(join(here.path, name, 'report.json'), 'utf8')) as Report

const compiledWith = async (name: string, seed: string) => {
  expect((await mtlc(here.path, 'compile', 'toy.mtl', '-o', name, '--quiet', '--seed', seed, '--threads', '1', '--set', 'train.epochs=1')).code).toBe(0)
  return (await reportOf(name)).hashes
}

describe('mtlc compile', () => {
  it('trains, measures and writes a folder that a program uses; results on stdout, progress on stderr', async () => {
    const { code, stdout, stderr } = await mtlc(here.path, 'compile', 'toy.mtl', '-o', 'out', '--threads', '1')
    expect(stderr).toMatch(/train +epoch 1\/4 .*loss side \d\.\d{4}, along \d\.\d{4} +validation side accuracy [\d.]+%, along mae/)
    expect(stderr.match(/epoch \d\/4/g)).toHaveLength(4)
    for (const control of ['\r', '\u001B']) expect(stderr).not.toContain(control)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Toy on \d+ samples of the test part\n/)
    expect(stdout).toMatch(/\n {2}side +accuracy +\d/)
    expect(stdout).toMatch(/written to out: model\.onnx/)
    expect((await readdir(join(here.path, 'out'))).toSorted()).toEqual(['checkpoint', 'run', ...artifact].toSorted())
    expect((await readdir(join(here.path, 'out', 'run'))).toSorted()).toEqual(['curves.png', 'curves.svg', 'log.jsonl', 'tensorboard'])

    const report = await reportOf('out')
    expect(report).toMatchObject({ format: 1, model: 'Toy', part: 'test', seed: 1, threads: 1, budget: [] })
    expect(report.tasks['side']?.emitted).toEqual(report.tasks['side']?.dense)
    expect(report.tasks['side']?.emitted['accuracy']).toBeGreaterThan(0.7)
    expect(report.hashes.model).toMatch(/^[0-9a-f]{64}$/)
    expect(report.emitted.latency[0]).toMatchObject({ batch: 1, threads: 1, medianMs: expect.any(Number) as number })

    const { Toy } = (await import(/* @vite-ignore */ pathToFileURL(join(here.path, 'out', 'index.js')).href)) as {
      Toy: { load(): Promise<{ predict(sample: object): Promise<{ side: { label: string }; along: number }>; close(): Promise<void> }> }
    }
    const toyModel = await Toy.load()
    expect((await toyModel.predict({ x: [0.9, 0.8, -0.9, 0] })).side.label).toBe('over')
    expect((await toyModel.predict({ x: [-0.9, -0.8, 0.9, 0] })).side.label).toBe('under')
    await toyModel.close()
  })

  it('does not train again what has not changed, and says so; the result is the same', async () => {
    const before = await filesOf('out')
    await writeFile(join(here.path, 'moved.mtl'), `// The same, written elsewhere.\n${toy()}`)
    const { code, stderr } = await mtlc(here.path, 'compile', 'moved.mtl', '-o', 'out', '--threads', '1')
    expect(code).toBe(0)
    expect(stderr).toContain('trained from the same program, data and settings; it is used')
    expect(stderr).not.toMatch(/epoch \d\/4/)
    expect((await filesOf('out'))['model.onnx']).toBe(before['model.onnx'])

    const changed = await mtlc(here.path, 'compile', 'toy.mtl', '-o', 'out', '--threads', '1', '--set', 'train.epochs=2')
    expect(changed.stderr.match(/epoch \d\/2/g)).toHaveLength(2)
    expect((await reportOf('out')).training.epochs).toBe(2)
  })

  it('gives the same model for the same seed, and another for another', async () => {
    const [first, again, other] = [await compiledWith('seed-a', '5'), await compiledWith('seed-b', '5'), await compiledWith('seed-c', '6')]
    expect(again).toEqual(first)
    expect(other.weights).not.toBe(first.weights)
    expect(other.data).toBe(first.data)
  })

  it('is silent with --quiet but for its results', async () => {
    const { code, stdout, stderr } = await mtlc(here.path, 'compile', 'toy.mtl', '-o', 'quiet', '-q', '--set', 'train.epochs=1')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('Toy on')
  })

  it('compresses until the budget is met', async () => {
    await here.write('small.mtl', toy({ hidden: 64, compress: 'compress Toy {\n  prune channels\n  budget { params <= 300, side.accuracy >= 60% }\n}\n' }))
    const { code, stdout } = await mtlc(here.path, 'compile', 'small.mtl', '-o', 'small', '--threads', '1')
    expect(code).toBe(0)
    expect(stdout).toMatch(/✓ params <= 300 +\d+ {2}\(300\)/)
    const report = await reportOf('small')
    expect(report.emitted.params).toBeLessThanOrEqual(300)
    expect(report.dense.params).toBeGreaterThan(300)
    expect(report.budget.map(({ met }) => met)).toEqual([true, true])
  })

  it('ends with 1 where the budget cannot be met, and keeps what was there; --best-effort takes the closest', async () => {
    const before = await filesOf('small')
    await here.write('tiny.mtl', toy({ hidden: 64, compress: 'compress Toy {\n  prune channels\n  budget { params <= 3 }\n}\n' }))
    const { code, stdout, stderr } = await mtlc(here.path, 'compile', 'tiny.mtl', '-o', 'small', '--threads', '1')
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/error\[MTL5007\]: the budget line `params <= 3` cannot be met: .*, the model takes \d+ params/)
    expect(await filesOf('small')).toEqual(before)

    const best = await mtlc(here.path, 'compile', 'tiny.mtl', '-o', 'small', '--threads', '1', '--best-effort')
    expect(best.code).toBe(0)
    expect(best.stdout).toContain('✗ params <= 3')
    expect(best.stderr).toContain('warning[MTL6501]')
  })
})

describe('bad input ends in a named finding and leaves the artifact intact', () => {
  const cases: readonly (readonly [string, string, string, RegExp])[] = [
    ['a file that is not there', 'nowhere.jsonl', '', /MTL4\d{3}/],
    ['a column that is not there', 'missing.jsonl', points(60).replaceAll('"side"', '"sides"'), /MTL4\d{3}.*side/],
    ['a wrong shape', 'shape.jsonl', points(60).replace('[', '[1,'), /MTL4\d{3}.*\bx\b/],
    ['a label out of range', 'label.jsonl', points(60).replace('"under"', '"beside"'), /MTL4\d{3}.*beside/],
    ['data that is no JSON', 'broken.jsonl', 'not json\n', /MTL4\d{3}/],
    ['NaN in the data', 'nan.csv', `x,side,along\n${'1,over,2\n'.repeat(50)}nan,under,1\n`, /MTL4\d{3}/],
  ]
  it.each(cases)('%s', async (_name, source, content, message) => {
    if (content !== '') await here.write(source, content)
    const text = toy().replace('points.jsonl', source)
    await here.write('bad.mtl', source.endsWith('.csv') ? text.replace('vector[4]', 'number').replace('= x |>', '= x |> reshape([1]) |>') : text)
    const before = await filesOf('out')
    const { code, stdout, stderr } = await mtlc(here.path, 'compile', 'bad.mtl', '-o', 'out')
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(message)
    expect(stderr).not.toContain('MTL9001')
    expect(await filesOf('out')).toEqual(before)
  })

  it('a loss that is not a number', async () => {
    await here.write('loss.mtl', toy().replace('lr = 1e-2', 'lr = 1e30'))
    const before = await filesOf('out')
    const { code, stderr } = await mtlc(here.path, 'compile', 'loss.mtl', '-o', 'out')
    expect(code).toBe(1)
    expect(stderr).toMatch(/MTL600[12]/)
    expect(await filesOf('out')).toEqual(before)
  })

  it('a folder that cannot be made', async () => {
    const { code, stderr } = await mtlc(here.path, 'compile', 'toy.mtl', '-o', 'toy.mtl')
    expect(code).toBe(1)
    expect(stderr).toContain('MTL6003')
  })

  it('nothing to compile', async () => {
    await here.write('idle.mtl', toy().replace(/model Toy [^]*/, ''))
    const { code, stderr } = await mtlc(here.path, 'compile', 'idle.mtl', '-o', 'idle')
    expect(code).toBe(2)
    expect(stderr).toContain('idle.mtl has no model\n')
    await expect(access(join(here.path, 'idle'))).rejects.toThrow()
  })
})

describe('a long run', () => {
  it('has its folder for itself, saves when interrupted, and goes on from there', async () => {
    await here.write('long.mtl', toy({ epochs: 100_000 }))
    const first = start(here.path, ['train', 'long.mtl', '-o', 'long', '--threads', '1'])
    await first.saying('epoch      2/')
    const second = await mtlc(here.path, 'train', 'long.mtl', '-o', 'long', '--threads', '1')
    expect(second.code).toBe(1)
    expect(second.stderr).toContain('MTL6004')

    first.interrupt()
    const stopped = await first.finished
    expect({ code: stopped.code, stdout: stopped.stdout }).toEqual({ code: 130, stdout: '' })
    expect(stopped.stderr).toMatch(/stopping: saving[^]*interrupted: a checkpoint is in long\/checkpoint\n$/)
    await access(join(here.path, 'long', 'checkpoint', 'checkpoint.json'))

    const third = start(here.path, ['compile', 'long.mtl', '-o', 'long', '--threads', '1'])
    await third.saying('going on from long/checkpoint')
    await third.saying('/100000')
    third.interrupt()
    expect((await third.finished).code).toBe(130)
  })

  it('that is killed and resumed has each step and each epoch in its log once', async () => {
    // Few enough for all to be kept.
    await here.write('kept.mtl', toy({ epochs: 700 }))
    const train = ['train', 'kept.mtl', '-o', 'kept', '--threads', '1']
    const killed = start(here.path, train)
    await killed.saying('epoch  30/')
    killed.kill()
    await killed.finished
    const resumed = start(here.path, [...train, '--resume'])
    await resumed.saying('going on from')
    await resumed.saying('/700')
    resumed.interrupt()
    expect((await resumed.finished).code).toBe(130)

    const lines = (await readFile(join(here.path, 'kept', 'run', 'log.jsonl'), 'utf8')).trimEnd().split('\n')
    const told = lines.map((line) => JSON.parse(line) as { kind: string; step: number; epoch: number })
    const steps = told.filter(({ kind }) => kind === 'step').map(({ step }) => step)
    const epochs = told.filter(({ kind }) => kind === 'epoch').map(({ epoch }) => epoch)
    expect(steps).toEqual(steps.map((_step, index) => index + 1))
    expect(epochs).toEqual(epochs.map((_epoch, index) => index + 1))
    expect(epochs.length).toBeGreaterThanOrEqual(30)
    expect(told.findIndex(({ kind, step }) => kind === 'begin' && step > 0)).toBeGreaterThan(0)
  })

  it('leaves no lock that stands in the way of the next when it is killed', async () => {
    const killed = start(here.path, ['train', 'long.mtl', '-o', 'killed', '--threads', '1'])
    await killed.saying('/100000')
    killed.kill()
    await killed.finished
    const log = await readFile(join(here.path, 'killed', 'run', 'log.jsonl'), 'utf8')
    const lines = log.split('\n')
    expect(lines.pop()).toBe('')
    expect(lines.map((line) => JSON.parse(line) as object)[0]).toMatchObject({ kind: 'begin', stage: 'train', epochs: 100_000 })
    expect((await mtlc(here.path, 'train', 'long.mtl', '-o', 'killed', '--threads', '1', '--set', 'train.epochs=1')).code).toBe(0)
  })
})

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run } from '../../src/cli/run.js'
import { noColors } from '../../src/diagnostics/colors.js'
import { chosenWeights } from '../../src/train/checkpoint.js'
import { readSafetensors, writeSafetensors } from '../../src/storage/safetensors.js'
import { f32 } from '../../src/types/tensor.js'
import { folder, points, toy, type Folder } from './command.js'

let here: Folder
beforeAll(async () => {
  here = await folder()
  await here.write('points.jsonl', points(200))
  await here.write('first.mtl', toy({ epochs: 2 }))
  expect((await said('train', 'first.mtl', '-o', 'first')).code).toBe(0)
})
afterAll(() => here.remove())

interface Said {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command in this process. */
async function said(...argv: readonly string[]): Promise<Said> {
  let [stdout, stderr] = ['', '']
  const code = await run([...argv, '--threads', '1'], {
    out: (text) => {
      stdout += text
    },
    err: (text) => {
      stderr += text
    },
    outColors: noColors, errColors: noColors, interactive: false, width: 80, directory: here.path,
  })
  return { code, stdout, stderr }
}

/** The toy with a deeper head for `side`, and this setting. */
const other = (init: string, epochs = 1): string =>
  toy({ epochs }).replace('side  = trunk |> Dense(2)', 'side  = trunk |> Dense(8) |> relu |> Dense(2)').replace('optimizer', `${init}\n  optimizer`)

const weightsOf = async (name: string) => readSafetensors(await readFile((await chosenWeights(join(here.path, name, 'checkpoint'))) ?? ''))
const hashIn = ({ stdout }: Said): string | undefined => /^weights ([0-9a-f]{12})/m.exec(stdout)?.[1]

describe('weights', () => {
  it('of two runs of the same file, data, seed and threads have the same hash, short on stdout and whole in the files', async () => {
    const again = await said('train', 'first.mtl', '-o', 'again')
    const { weights: whole } = JSON.parse(await readFile(join(here.path, 'again', 'checkpoint', 'checkpoint.json'), 'utf8')) as { weights: string }
    expect(hashIn(again)).toBe(whole.slice(0, 12))
    const compiled = await said('compile', 'first.mtl', '-o', 'first')
    expect(compiled.stderr).toContain('it is used')
    expect(hashIn(compiled)).toBe(hashIn(again))
    const report = JSON.parse(await readFile(join(here.path, 'first', 'report.json'), 'utf8')) as { hashes: { weights: string } }
    expect(report.hashes.weights).toBe(whole)
    expect(hashIn(await said('train', 'first.mtl', '-o', 'again', '--seed', '2'))).not.toBe(whole.slice(0, 12))
  })
})

describe('training that begins with another run', () => {
  it('has the weights of its trunk when it begins, tells what else it has not, and keeps the whole list', async () => {
    await here.write('second.mtl', other('init from "first"').replace('lr = 1e-2', 'lr = 1e-30'))
    const { code, stderr } = await said('train', 'second.mtl', '-o', 'second')
    expect(code).toBe(0)
    expect(stderr).toMatch(/info\[MTL6104\]: 4 of the 8 weights of `Toy` begin as in "first"\n[^]*help: anew begin `side\.dense_1` \(2\); of another shape are `side\.dense\.weight` \(f32\[8, 16\], in the file f32\[2, 16\]\), `side\.dense\.bias`/)
    // With a rate of next to nothing they end as they began.
    const [before, after] = [await weightsOf('first'), await weightsOf('second')]
    for (const name of ['trunk.dense.weight', 'trunk.dense.bias', 'along.dense.weight', 'along.dense.bias']) expect(after.get(name), name).toEqual(before.get(name))
    expect(after.get('side.dense.weight')?.shape).toEqual([8, 16])
    expect(JSON.parse(await readFile(join(here.path, 'second', 'checkpoint', 'init.json'), 'utf8'))).toMatchObject({
      from: 'first',
      taken: { 'trunk.dense.weight': 'trunk.dense.weight' },
      missing: ['side.dense_1.weight', 'side.dense_1.bias'],
      different: [{ name: 'side.dense.weight', needed: [8, 16], found: [2, 16] }, { name: 'side.dense.bias' }],
      unused: [],
    })
  })

  it('is used again while its beginning is the same, wherever that lies, and trained anew when it is another', async () => {
    const weights = await weightsOf('first')
    await writeFile(join(here.path, 'copy.safetensors'), writeSafetensors(weights))
    await here.write('third.mtl', other('init from "first"'))
    expect((await said('compile', 'third.mtl', '-o', 'third')).code).toBe(0)
    await here.write('third.mtl', other('init from "copy.safetensors"'))
    expect((await said('compile', 'third.mtl', '-o', 'third')).stderr).toContain('it is used')

    const bias = weights.get('trunk.dense.bias')
    if (bias === undefined) throw new Error('no bias')
    weights.set('trunk.dense.bias', f32(bias.shape, Array.from({ length: 16 }, () => 0.5)))
    await writeFile(join(here.path, 'copy.safetensors'), writeSafetensors(weights))
    expect((await said('compile', 'third.mtl', '-o', 'third')).stderr).not.toContain('it is used')
  })

  it('refuses with `strict` what does not match, before anything is trained; `check` says the same', async () => {
    await here.write('strict.mtl', other('init(strict) from "first"'))
    const [checked, trained] = [await said('check', 'strict.mtl'), await said('train', 'strict.mtl', '-o', 'strict')]
    expect([checked.code, trained.code]).toEqual([1, 1])
    for (const text of [checked.stdout, trained.stderr]) expect(text).toContain('error[MTL6103]: `init(strict)` needs every weight to match, and 4 of the 8 weights of `Toy` begin as in "first"')
    expect(trained.stderr).not.toContain('epoch')
  })

  it('may take a single weight, under any name', async () => {
    const bias = Array.from({ length: 16 }, (_, index) => index)
    await writeFile(join(here.path, 'odd.safetensors'), writeSafetensors(new Map([['B', f32([16], bias)]])))
    await here.write('single.mtl', other('init from "odd.safetensors" { trunk.dense.bias from "B" }').replace('lr = 1e-2', 'lr = 1e-30'))
    expect((await said('train', 'single.mtl', '-o', 'single')).code).toBe(0)
    expect((await weightsOf('single')).get('trunk.dense.bias')).toEqual(f32([16], bias))

    await here.write('single.mtl', other('init from "odd.safetensors" { trunk.dense.bais from "B" }'))
    const wrong = await said('check', 'single.mtl')
    expect(wrong.code).toBe(1)
    expect(wrong.stdout).toContain('error[MTL2001]: there is no weight of `Toy` called `trunk.dense.bais`')
    expect(wrong.stdout).toContain('help: `trunk.dense` has `trunk.dense.weight`, `trunk.dense.bias`')
  })

  it.each([NaN, -Infinity])('refuses weights that are not finite (%d), with their file and names', async (value) => {
    const bias = f32([16], Array.from({ length: 16 }, (_, index) => (index === 3 ? value : 0)))
    await writeFile(join(here.path, 'broken.safetensors'), writeSafetensors(new Map([['B', bias]])))
    await here.write('broken.mtl', other('init from "broken.safetensors" { trunk.dense.bias from "B" }'))
    const { code, stderr } = await said('train', 'broken.mtl', '-o', 'broken')
    expect(code).toBe(1)
    expect(stderr).toContain(
      'error[MTL6101]: cannot begin with the weights of "broken.safetensors": `B`, which `trunk.dense.bias` begins as, holds values that are not finite',
    )
    expect(stderr).not.toContain('epoch')
  })

  it('may be asked for on the command line, with all weights, and be quiet about it', async () => {
    const { code, stderr } = await said('train', 'first.mtl', '-o', 'fourth', '--set', 'train.init=first', '--set', 'train.epochs=1')
    expect(code).toBe(0)
    expect(stderr).toContain('init: all 6 weights begin as in first\n')
    expect((await said('train', 'second.mtl', '-o', 'fourth', '-q')).stderr).toBe('')
  })
})

describe('--checkpoint-every', () => {
  it.each(['3', 'soon', '1 day', '-1s'])('%s is a wrong usage', async (time) => {
    const { code, stderr } = await said('train', 'first.mtl', '-o', 'never', `--checkpoint-every=${time}`)
    expect(code).toBe(2)
    expect(stderr).toContain('It must be a time with its unit, such as 30s or 5min.')
  })

  it('changes nothing but when checkpoints are written', async () => {
    const plain = await said('train', 'first.mtl', '-o', 'plain')
    expect(hashIn(await said('train', 'first.mtl', '-o', 'often', '--checkpoint-every', '0s'))).toBe(hashIn(plain))
  })
})

import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Failure } from '../../src/diagnostics/diagnostic.js'
import { artifactFiles, emit } from '../../src/emit/artifact.js'
import { lenet, table } from '../lower/models.js'
import { artifactOf, temporaryFolder } from './folder.js'
import { mixed } from './models.js'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
beforeEach(async () => {
  folder = await temporaryFolder()
})
afterEach(() => folder.remove())

/** Names and contents of all files, the folder's as they are. */
async function contents(path: string): Promise<Record<string, string>> {
  const names = await readdir(path)
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(join(path, name), 'latin1')] as const)))
}

const names = ['index.d.ts', 'index.js', 'manifest.json', 'model.onnx', 'package.json', 'report.json']

describe('an emitted folder', () => {
  it('holds the model, its description, its bindings and its report', async () => {
    expect((await emit(artifactOf(lenet('hard')), folder.path)).toSorted()).toEqual(names)
    expect((await readdir(folder.path)).toSorted()).toEqual(names)
  })

  it('is the same to the byte when written again, and unchanged files are left alone', async () => {
    expect(artifactFiles(artifactOf(lenet('hard')))).toEqual(artifactFiles(artifactOf(lenet('hard'))))
    await emit(artifactOf(lenet('hard')), folder.path)
    const before = await stat(join(folder.path, 'index.js'))
    await emit(artifactOf(lenet('hard')), folder.path)
    expect((await stat(join(folder.path, 'index.js'))).ino).toBe(before.ino)
  })

  it('leaves other files of the folder where they are, and what a killed run left behind is swept up', async () => {
    await writeFile(join(folder.path, 'notes.txt'), 'mine')
    await writeFile(join(folder.path, '.staging-1'), '')
    await emit(artifactOf(lenet('hard')), folder.path)
    expect((await readdir(folder.path)).toSorted()).toEqual([...names, 'notes.txt'].toSorted())
  })

  it('stays as it was when the disk is full', async () => {
    await emit(artifactOf(lenet('hard')), folder.path)
    const before = await contents(folder.path)
    let written = 0
    const failing = emit(artifactOf(table(), new Map([['row', { mean: [0, 0], std: [1, 1] }]])), folder.path, async (path, content) => {
      if (++written === 3) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' })
      await writeFile(path, content)
    })
    const error = await failing.catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Failure)
    expect((error as Failure).diagnostics[0]).toMatchObject({ code: 'MTL6003', message: expect.stringContaining('the disk is full') as string })
    expect(await contents(folder.path)).toEqual(before)
  })

  it('gets its manifest last, so that it belongs to the other files wherever a run is killed', () => {
    expect(artifactFiles(artifactOf(lenet('hard'))).at(-1)?.name).toBe('manifest.json')
  })

  it('stays as it was when one file cannot be put into its place', async () => {
    await emit(artifactOf(lenet('hard')), folder.path)
    const before = await contents(folder.path)
    const artifact = artifactOf(table(), new Map([['row', { mean: [0, 0], std: [1, 1] }]]))
    // One of the files disappears from the staging folder, so that its rename fails after those of others.
    const failing = emit(artifact, folder.path, async (path, content) => {
      if (!path.endsWith('index.js')) await writeFile(path, content)
    })
    await expect(failing).rejects.toBeInstanceOf(Failure)
    expect(await contents(folder.path)).toEqual(before)
  })
})

const manifestOf = (artifact: ReturnType<typeof artifactOf>) =>
  JSON.parse(String(artifactFiles(artifact).find(({ name }) => name === 'manifest.json')?.content)) as { inputs: unknown[]; outputs: unknown[] }

describe('the manifest', () => {
  it('describes an image and labels', () => {
    const { inputs, outputs } = manifestOf(artifactOf(lenet('hard')))
    expect(inputs).toEqual([
      {
        name: 'image',
        field: 'image[1, 12, 12]',
        tensors: [{ name: 'image', dtype: 'f32', shape: ['N', 1, 12, 12] }],
        normalize: { mean: [0.1307], std: [0.3081] },
      },
    ])
    expect(outputs[0]).toEqual({
      task: 'left',
      field: 'label<10>',
      tensor: { name: 'left', dtype: 'f32', shape: ['N', 10] },
      activation: 'softmax',
      labels: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    })
  })

  it('describes tables with the codes of their categories, and what was measured', () => {
    const { inputs, outputs } = manifestOf(artifactOf(table(), new Map([['row', { mean: [38, 40], std: [13, 12] }]])))
    expect(inputs).toMatchObject([
      {
        tensors: [{ name: 'row.numbers', shape: ['N', 2] }, { name: 'row.categories', dtype: 'i64', shape: ['N', 3] }],
        normalize: { mean: [38, 40], std: [13, 12] },
        columns: { numbers: ['age', 'hours'], categories: [{ column: 'a', offset: 0 }, { column: 'b', offset: 3 }, { column: 'c', offset: 6 }] },
      },
    ])
    expect(outputs).toMatchObject([{ task: 'income' }, { task: 'place', field: 'vector[2]', activation: 'none' }])
  })

  it('describes categories and doc comments', () => {
    expect(manifestOf(artifactOf(mixed()))).toMatchObject({
      doc: 'Says what animal it is.\nAnd what it weighs.',
      inputs: [{ name: 'age', field: 'number', doc: 'In years.' }, { name: 'size' }, { name: 'breed', labels: ['long "hair"', 'short'] }],
    })
  })
})

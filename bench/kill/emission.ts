/** Kills `compile` while it puts the folder's files into place. */
import { watch } from 'node:fs'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readOnnx } from '../../src/onnx/read.js'
import { key, uniform } from '../../src/random/counter.js'
import { sha256 } from '../../src/storage/hash.js'
import { finish, start } from './process.js'

export interface KilledEmission {
  readonly kills: number
  /** Kills among the renames: some files new, some old. */
  readonly among: number
  /** Folders with a file that is not whole, or with a new manifest beside an old model. */
  readonly broken: number
}

interface Options {
  readonly directory: string
  /** Programs that give different files, compiled in turns. */
  readonly files: readonly [string, string]
  readonly kills: number
  readonly seed: number
  readonly note: (text: string) => void
}

export async function killEmission({ directory, files, kills, seed, note }: Options): Promise<KilledEmission> {
  const output = join(directory, 'emitted')
  await mkdir(output, { recursive: true })
  let [done, among, broken] = [0, 0, 0]
  for (let round = 0; round < kills; round++) {
    const file = files[round % 2] ?? files[0]
    const before = await look(output)
    const running = start(directory, 'compile', file, '-o', 'emitted')
    // While the files are written beside their places, or as the first is put into its own.
    await Promise.race([touched(output, round % 4 < 2 ? '.staging-' : 'model.onnx'), running.ended])
    await sleep(uniform(key(seed, 'emission'), round) * (round % 4 < 2 ? 20 : 2))
    running.kill()
    if ((await running.ended).code !== null) continue
    done += 1
    try {
      const { model, manifest } = await look(output)
      if (model !== before.model && manifest === before.manifest) among += 1
      // The manifest comes last.
      if (manifest !== before.manifest && manifest !== model) throw new Error('a new manifest stands beside an old model')
    } catch (error) {
      broken += 1
      note(String(error))
    }
  }
  // The same command puts the rest into place.
  await finish(directory, 'compile', files[0], '-o', 'emitted')
  const { model, manifest } = await look(output)
  if (model === undefined || model !== manifest) broken += 1
  return { kills: done, among, broken }
}

/** Resolves when something of a name that begins so is made or changed. */
function touched(output: string, beginning: string): Promise<void> {
  return new Promise((settle) => {
    const watcher = watch(output, (_event, name) => {
      if (name?.startsWith(beginning) !== true) return
      watcher.close()
      settle()
    })
  })
}

/** Reads every file whole; gives the hash of the model, and the one that the manifest names. */
async function look(output: string): Promise<{ readonly model: string | undefined; readonly manifest: string | undefined }> {
  const names = await readdir(output)
  let manifest: string | undefined
  for (const name of names.filter((each) => each.endsWith('.json'))) {
    const content = JSON.parse(await readFile(join(output, name), 'utf8')) as { readonly hashes?: { readonly model: string } }
    if (name === 'manifest.json') manifest = content.hashes?.model
  }
  const model = names.includes('model.onnx') ? await readFile(join(output, 'model.onnx')) : undefined
  if (model !== undefined) readOnnx(model)
  return { model: model === undefined ? undefined : sha256(model), manifest }
}

/** A safetensors file, of which only what is asked for is read. */
import { open, type FileHandle } from 'node:fs/promises'
import type { Tensor } from '../types/tensor.js'
import { headerLength, prefixLength, readHeader, tensorOf, type TensorEntry } from './safetensors.js'

export interface SafetensorsFile {
  readonly entries: ReadonlyMap<string, TensorEntry>
  read(names: Iterable<string>): Promise<ReadonlyMap<string, Tensor>>
}

/** Reads the header. Throws an `Error` that says what is wrong, or what the system says. */
export async function openSafetensors(path: string): Promise<SafetensorsFile> {
  const entries = await within(path, async (file) => {
    const { size } = await file.stat()
    const length = headerLength(await bytesAt(file, 0, Math.min(size, prefixLength)), size)
    return readHeader(await bytesAt(file, prefixLength, length), size)
  })
  return {
    entries,
    read: (names) =>
      within(path, async (file) => {
        const tensors = new Map<string, Tensor>()
        for (const name of names) {
          const entry = entries.get(name)
          if (entry !== undefined) tensors.set(name, tensorOf(name, entry, (await bytesAt(file, entry.begin, entry.end - entry.begin)).buffer))
        }
        return tensors
      }),
  }
}

async function within<T>(path: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, 'r')
  try {
    return await work(file)
  } finally {
    await file.close()
  }
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length)
  for (let done = 0; done < length; ) {
    const { bytesRead } = await file.read(bytes, done, Math.min(length - done, 2 ** 30), position + done)
    if (bytesRead === 0) throw new Error('it was cut short while it was read')
    done += bytesRead
  }
  return bytes
}

import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { missingImageFile } from '../../diagnostics/data.js'
import { problem, type Problem } from '../problems.js'

/** The bytes of the image file that a cell names, relative to the source's folder; or that there is none. */
export async function namedFile(path: string, folder: string, column: string, wanted: string): Promise<Uint8Array | Problem> {
  try {
    return await readFile(resolve(folder, path))
  } catch {
    return problem(missingImageFile, column, path, wanted)
  }
}

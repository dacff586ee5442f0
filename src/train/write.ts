/** What models write by themselves, piece by piece: the likeliest piece at each place, given those before it. */
import type { TypedTask } from '../check/typed.js'
import { end, padding } from '../data/text/pieces.js'
import type { Feeds, Session } from '../engine/engine.js'
import { beforeName } from '../types/fields.js'
import { samplesAt, zeros, type Tensor } from '../types/tensor.js'

/** A task on a text, and what it learned of it. */
export interface Writing {
  readonly task: TypedTask
  readonly pieces: readonly string[]
  /** Whether it reads what stands before each place; otherwise it predicts all places at once. */
  readonly reads: boolean
}

/**
 * The texts of a batch, by task: i64[N, max], encoded as targets are. `outputs` are those of a run on `inputs`. A model that reads its own text is run
 * once for each place, each time on the samples of which a text has not ended; their other inputs stay as they are. Neither padding nor an unknown piece is ever written.
 */
export async function writeTexts(session: Session, inputs: Feeds, outputs: Feeds, writings: readonly Writing[], signal?: AbortSignal): Promise<Feeds> {
  const texts = writings.map((writing) => new Text(writing, outputs))
  const open = texts.filter(({ reads }) => reads)
  for (const text of texts) {
    if (text.reads) continue
    for (let place = 0; place < text.max; place++) text.write(outputs, place, text.all)
  }
  const longest = Math.max(0, ...open.map(({ max }) => max))
  let [rows, fed]: [readonly number[], Feeds] = [open[0]?.all ?? [], inputs]
  for (let place = 0; place < longest; place++) {
    signal?.throwIfAborted()
    const left = rows.filter((row) => open.some((text) => place < text.max && text.isOpen(row)))
    if (left.length === 0) break
    if (left.length < rows.length) [rows, fed] = [left, Object.fromEntries(Object.entries(inputs).map(([name, tensor]) => [name, samplesAt(tensor, left)]))]
    const before = Object.fromEntries(open.map((text) => [beforeName(text.field), left.length === text.all.length ? text.before : samplesAt(text.before, left)]))
    const written = await session.run({ ...fed, ...before })
    for (const text of open) if (place < text.max) text.write(written, place, rows)
  }
  return Object.fromEntries(texts.map(({ name, codes }) => [name, codes]))
}

/** The texts of one task, as far as they are written. */
class Text {
  readonly name: string
  readonly field: string
  readonly reads: boolean
  readonly max: number
  /** Every sample's row. */
  readonly all: readonly number[]
  readonly codes: Tensor<'i64'>
  readonly before: Tensor<'i64'>
  readonly #open: Set<number>
  readonly #pieces: number

  constructor({ task, pieces, reads }: Writing, outputs: Feeds) {
    const [rows = 0, max = 0, size = 0] = outputs[task.name]?.shape ?? []
    this.name = task.name
    this.field = task.target.name
    this.reads = reads
    this.max = max
    this.codes = zeros('i64', [rows, max])
    this.before = zeros('i64', [rows, max])
    this.codes.data.fill(BigInt(size))
    this.before.data.fill(BigInt(padding))
    for (let row = 0; row < rows; row++) this.before.data[row * max] = BigInt(end)
    this.all = Array.from({ length: rows }, (_, row) => row)
    this.#open = new Set(this.all)
    this.#pieces = pieces.length
  }

  isOpen(row: number): boolean {
    return this.#open.has(row)
  }

  /** Writes the next piece of the texts that have not ended; `rows` are the samples that were run, in their order. */
  write(outputs: Feeds, place: number, rows: readonly number[]): void {
    const prediction = outputs[this.name]
    if (prediction === undefined) throw new Error(`task ${this.name} was not predicted`)
    for (const [index, row] of rows.entries()) {
      if (!this.#open.has(row)) continue
      const piece = this.#likeliest(prediction, index, place)
      this.codes.data[row * this.max + place] = BigInt(piece)
      if (piece === end) this.#open.delete(row)
      else if (place + 1 < this.max) this.before.data[row * this.max + place + 1] = BigInt(piece)
    }
  }

  /** Of the pieces that there are; the first of equals. */
  #likeliest({ data, shape: [, , size = 0] }: Tensor, row: number, place: number): number {
    const from = (row * this.max + place) * size
    let best = end
    for (let piece = end + 1; piece < this.#pieces; piece++) if (Number(data[from + piece]) > Number(data[from + best])) best = piece
    return best
  }
}

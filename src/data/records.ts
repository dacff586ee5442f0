import { closeSync, readSync } from 'node:fs'
import type { Part } from '../check/typed.js'

/** Records of one size in a file, part after part; any of them is one read away, so no more than a batch is ever held. */
export class Records {
  private file: number | undefined

  constructor(
    file: number,
    readonly stride: number,
    private readonly extents: Readonly<Record<Part, { readonly start: number; readonly count: number }>>,
  ) {
    this.file = file
  }

  count(part: Part): number {
    return this.extents[part].count
  }

  /** The records at these places of the part, side by side. Neighbours are read at once. */
  read(part: Part, places: ArrayLike<number>): Buffer {
    const { stride } = this
    const bytes = Buffer.allocUnsafe(places.length * stride)
    for (let from = 0, to = 1; from < places.length; from = to++) {
      const first = places[from] ?? 0
      while (to < places.length && places[to] === first + to - from) to++
      this.fill(bytes, from * stride, (to - from) * stride, (this.extents[part].start + first) * stride)
    }
    return bytes
  }

  close(): void {
    if (this.file !== undefined) closeSync(this.file)
    this.file = undefined
  }

  private fill(bytes: Buffer, offset: number, length: number, position: number): void {
    if (this.file === undefined) throw new Error('the data set is closed')
    for (let done = 0; done < length; ) {
      const read = readSync(this.file, bytes, offset + done, length - done, position + done)
      if (read === 0) throw new Error('the record file is shorter than it was written')
      done += read
    }
  }
}

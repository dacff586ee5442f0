import type { FieldType } from '../../types/field.js'
import type { Statistics } from '../../types/statistics.js'
import type { Tensor } from '../../types/tensor.js'
import type { Cell } from '../cells.js'
import type { Problem } from '../problems.js'
import type { TextCodec } from './text.js'

/** Encoded samples side by side: this field of sample k lies at `offset + k * stride`. */
export interface EncodedRows {
  readonly bytes: Buffer
  readonly stride: number
  readonly offset: number
  readonly count: number
}

/**
 * How one kind of field lies in the fixed-size record of a sample, and how records become tensors.
 * One file a kind of field.
 */
export interface Codec {
  readonly columns: readonly string[]
  /** Size in the record; the same for every sample. Encoded samples are equal only where the samples are. */
  readonly size: number
  /** True where the field makes sense of missing cells itself; otherwise it never sees one. */
  readonly nullable: boolean
  /** The field as messages name it: `label<10>`. */
  readonly wanted: string
  /** Writes a sample's cells (in the order of `columns`), or says what is wrong with them. */
  encode(cells: readonly Cell[], record: Buffer, offset: number, folder: string): Problem | undefined | Promise<Problem | undefined>
  /**
   * Where records hold codes: writes the cells over them, in a copy of the record, so that it tells samples apart in a
   * way that does not change when labels are added or reordered.
   */
  content?(cells: readonly Cell[], record: Buffer, offset: number): void
  /** The tensors, by what their name adds to the field's: ``, `.numbers`. What was learned of the field (of tags, that of their text) is given where it is. */
  decode(rows: EncodedRows, learned?: Partial<Statistics>): Readonly<Record<string, Tensor>>
  /** Where measuring mean and standard deviation makes sense: the samples' values, by element. */
  readonly measured?: {
    readonly elements: number
    /** Calls `add` for each value that is there. Values of 8 bits come in groups of one element. */
    visit(rows: EncodedRows, add: (element: number, value: number) => void): void
  }
  /** Where pieces of words are learned: at most `size` of them, from the samples' words. */
  readonly vocabulary?: {
    readonly size: number
    visit(rows: EncodedRows, add: (word: string) => void): void
  }
}

/** The text that tags are over: its column, and where it lies in the same records. */
export interface Over {
  readonly column: string
  readonly codec: TextCodec
  readonly offset: number
}

export type MakeCodec<T extends FieldType = FieldType, C extends Codec = Codec> = (type: T, column: string) => C

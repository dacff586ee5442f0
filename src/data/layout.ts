import type { TypedData, TypedField } from '../check/typed.js'
import { missingValue } from '../diagnostics/data.js'
import type { Cell } from './cells.js'
import type { Codec, Over } from './fields/codec.js'
import { codecOf } from './fields/index.js'
import { isTextCodec } from './fields/text.js'
import { problem, type Problem } from './problems.js'

/** Where a field lies in a record. */
export interface Slot {
  readonly field: TypedField
  readonly codec: Codec
  readonly offset: number
  /** Targets: where one byte says whether the value is there. */
  readonly mask?: number
}

/**
 * The record of a sample: inputs, targets, a byte for each target that says whether it is there, and the sample's
 * weight. All records of a data set have one size, so that any of them is found without an index.
 */
export interface Layout {
  readonly inputs: readonly Slot[]
  readonly targets: readonly Slot[]
  readonly weight?: { readonly column: string; readonly offset: number }
  /** Bytes that tell one sample from another: all but its weight. */
  readonly content: number
  readonly stride: number
}

export function layoutOf(data: TypedData): Layout {
  let end = 0
  const texts = new Map<string, Over>()
  const over = (input: string): Over => {
    const text = texts.get(input)
    if (text === undefined) throw new Error(`there is no text ${input}`)
    return text
  }
  const placed = (role: 'input' | 'target') => (field: TypedField): Slot => {
    const codec = codecOf(field.type, field.column, role, over)
    const offset = end
    end += codec.size
    if (isTextCodec(codec)) texts.set(field.name, { column: field.column, codec, offset })
    return { field, codec, offset }
  }
  const inputs = data.inputs.map(placed('input'))
  const targets = data.targets.map(placed('target')).map((slot) => ({ ...slot, mask: end++ }))
  const content = end
  if (data.weight === undefined) return { inputs, targets, content, stride: content }
  return { inputs, targets, weight: { column: data.weight.column, offset: content }, content, stride: content + 4 }
}

/** Writes a row into a zeroed record; what is wrong with it is told once the promise, if one comes, is done. */
export function encodeSlot(slot: Slot, cells: readonly Cell[], record: Buffer, from: number, folder: string): Problem | undefined | Promise<Problem | undefined> {
  const { codec, mask } = slot
  if (!codec.nullable && cells[0] === null) {
    return mask === undefined ? problem(missingValue, slot.field.column, null, `the input \`${slot.field.name}\``) : undefined
  }
  if (mask !== undefined) record[from + mask] = 1
  return codec.encode(cells, record, from + slot.offset, folder)
}

import type { FieldType } from '../../types/field.js'
import { boxesCodec } from './boxes.js'
import { categoryCodec } from './category.js'
import type { Codec, MakeCodec, Over } from './codec.js'
import { imageCodec } from './image.js'
import { keypointsCodec } from './keypoints.js'
import { labelCodec } from './label.js'
import { labelsCodec } from './labels.js'
import { maskCodec } from './mask.js'
import { numberCodec } from './number.js'
import { tableCodec } from './table.js'
import { tagsCodec } from './tags.js'
import { textCodec } from './text.js'
import { vectorCodec } from './vector.js'
import { writtenCodec } from './written.js'

/** Codecs that need nothing but their own field. */
type Alone = Exclude<FieldType, { kind: 'tags' }>

const codecs: { readonly [K in Alone['kind']]: MakeCodec<Extract<FieldType, { kind: K }>> } = {
  image: imageCodec,
  number: numberCodec,
  vector: vectorCodec,
  category: categoryCodec,
  label: labelCodec,
  table: tableCodec,
  text: textCodec,
  labels: labelsCodec,
  mask: maskCodec,
  keypoints: keypointsCodec,
  boxes: boxesCodec,
}

/** What an input or a target is encoded by; `over` gives the text that tags are over. */
export function codecOf(type: FieldType, column: string, role: 'input' | 'target', over: (input: string) => Over): Codec {
  if (type.kind === 'tags') return tagsCodec(type, column, over(type.over))
  if (type.kind === 'text' && role === 'target') return writtenCodec(type, column)
  // The table's entry for a kind takes just that kind.
  const make = codecs[type.kind] as MakeCodec
  return make(type, column)
}

import type { FieldType } from '../../types/field.js'
import { categoryCodec } from './category.js'
import type { Codec, MakeCodec } from './codec.js'
import { imageCodec } from './image.js'
import { keypointsCodec } from './keypoints.js'
import { labelCodec } from './label.js'
import { labelsCodec } from './labels.js'
import { maskCodec } from './mask.js'
import { numberCodec } from './number.js'
import { tableCodec } from './table.js'
import { vectorCodec } from './vector.js'

const codecs: { readonly [K in FieldType['kind']]: MakeCodec<Extract<FieldType, { kind: K }>> } = {
  image: imageCodec,
  number: numberCodec,
  vector: vectorCodec,
  category: categoryCodec,
  label: labelCodec,
  table: tableCodec,
  labels: labelsCodec,
  mask: maskCodec,
  keypoints: keypointsCodec,
}

export function codecOf(type: FieldType, column: string): Codec {
  // The table's entry for a kind takes just that kind.
  const make = codecs[type.kind] as MakeCodec
  return make(type, column)
}

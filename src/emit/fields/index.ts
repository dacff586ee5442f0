import type { TypedField, TypedTask } from '../../check/typed.js'
import { lossNamed } from '../../lower/losses/index.js'
import type { FieldType, TargetType } from '../../types/field.js'
import { isInput, type InputType } from '../../types/fields.js'
import { boxes } from './boxes.js'
import { category } from './category.js'
import type { InputCodec, OutputCodec } from './codec.js'
import { countOutput, countsOutput } from './counts.js'
import { image } from './image.js'
import { keypoints } from './keypoints.js'
import { label } from './label.js'
import { labels } from './labels.js'
import { mask } from './mask.js'
import { numberInput, numberOutput } from './number.js'
import { table } from './table.js'
import { tags } from './tags.js'
import { text } from './text.js'
import { vectorInput, vectorOutput } from './vector.js'
import { written } from './written.js'

type Kind<T extends FieldType, K> = Extract<T, { kind: K }>
type Inputs = { readonly [K in InputType['kind']]: InputCodec<Kind<FieldType, K>> }
type Outputs = { readonly [K in TargetType['kind']]: OutputCodec<Kind<TargetType, K>> }

const inputs: Inputs = { image, number: numberInput, vector: vectorInput, category, table, text }
const outputs: Outputs = { number: numberOutput, vector: vectorOutput, label, labels, mask, keypoints, boxes, tags, text: written }

/** Of losses whose prediction is the logarithm of what is expected. */
const ofLogarithms: Partial<Outputs> = { number: countOutput, vector: countsOutput }

/** The table guarantees that each codec is for its own kind, which the type system cannot follow across the lookup. */
export function inputCodec(field: TypedField): InputCodec {
  if (!isInput(field.type)) throw new Error(`the input ${field.name} is a ${field.type.kind}, which is no input field`)
  return inputs[field.type.kind] as InputCodec
}

export function outputCodec({ target, loss }: TypedTask): OutputCodec {
  const special = lossNamed(loss.name).activation === 'exp' ? ofLogarithms[target.type.kind] : undefined
  return (special ?? outputs[target.type.kind]) as OutputCodec
}

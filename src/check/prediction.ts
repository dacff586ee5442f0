/** What a task predicts, held against the field of its target. */
import type { Place, Span } from '../diagnostics/diagnostic.js'
import * as types from '../diagnostics/types.js'
import type { Expression } from '../syntax/ast.js'
import type { TargetType, BoxesField } from '../types/field.js'
import { anySize, formatField, predictionTensors } from '../types/fields.js'
import { formatType, type TensorType } from '../types/tensor.js'
import { detectionOf, neededMaps } from './detection.js'
import type { Naming } from './naming.js'
import type { Session } from './session.js'
import type { TypedExpression, TypedField } from './typed.js'
import { describe, type Value } from './values.js'

export interface Prediction {
  readonly predict: TypedExpression
  /** What is predicted: as declared, and for boxes with the levels that predict them. */
  readonly type: TargetType
}

/** The predicted tensor. Undefined, with a finding, where it does not fit. */
export function checkPrediction(
  session: Session, task: string, value: Value, { type, span: declared }: TypedField<TargetType>, written: Expression, naming: Naming,
): Prediction | undefined {
  const detection = type.kind === 'boxes' ? detectionOf(value, type, naming, written.span) : undefined
  if (typeof detection === 'object' && type.kind === 'boxes') return { predict: detection.predict, type: { ...type, levels: detection.levels } }
  const found = type.kind === 'boxes' ? undefined : fitting(value, type)
  if (found !== undefined) return { predict: found, type }
  const field = formatField(type)
  const related = [{ span: declared, message: `\`${task}\` is declared as ${field} here` }]
  const help: Advice = type.kind === 'boxes' ? headAdvice(type, typeof detection === 'string' ? detection : undefined) : advice(session, value, type, written.span)
  const mismatch = types.predictionMismatch({ task, found: describe(value), field, needed: needed(type) }, { span: written.span, related, ...help })
  session.report(mismatch)
  return undefined
}

/** As messages say it: `f32[17, _, _] or f32[17, 2]`. */
function needed(type: TargetType): string {
  if (type.kind === 'boxes') return neededMaps(type)
  // That a vector of one will do is not worth a word.
  const all = predictionTensors(type).map(formatType)
  return type.kind === 'number' ? (all[0] ?? '') : all.join(' or ')
}

const matches = (found: TensorType, pattern: TensorType): boolean =>
  found.dtype === pattern.dtype && found.shape.length === pattern.shape.length &&
  pattern.shape.every((size, axis) => size === anySize || size === found.shape[axis])

const fitting = (value: Value, type: TargetType): TypedExpression | undefined =>
  value.kind === 'tensor' && predictionTensors(type).some((pattern) => matches(value.expression.type, pattern)) ? value.expression : undefined

type Advice = Pick<Place, 'help' | 'edits'>

const headAdvice = ({ labels }: BoxesField, reason: string | undefined): Advice =>
  ({ help: `${reason === undefined ? '' : `${reason}; `}\`BoxHead(${labels.length})\` of "std/heads" gives such a record of a map of features, and \`[a, b]\` is one for each of two levels` })

/** What would mend a prediction of the wrong shape. */
function advice(session: Session, value: Value, type: TargetType, written: Span): Advice {
  if (value.kind !== 'tensor' || value.expression.type.dtype !== 'f32') return {}
  const found = value.expression
  const [first] = predictionTensors(type)
  if (first === undefined) return {}
  const { shape } = found.type
  const [size = 1, ...rest] = first.shape
  if (rest.length === 2) return mapAdvice(shape, first.shape, written)
  if (rest.length === 1) return sequenceAdvice(shape, first.shape, written)
  return shape.length > 1 ? ending(`flatten |> Dense(${String(size)})`, written) : (widthAdvice(session, found, String(size), written) ?? ending(`Dense(${String(size)})`, written))
}

const ending = (stages: string, written: Span, before = 'end'): Advice => ({
  help: `${before} the prediction with \`|> ${stages}\``, edits: [{ span: { ...written, start: written.end }, text: ` |> ${stages}` }],
})

/** The width of a last layer that the line itself holds. */
function widthAdvice(session: Session, found: TypedExpression, size: string, written: Span): Advice | undefined {
  if (found.kind !== 'apply' || found.extern !== 'Dense') return undefined
  const { file, start, end } = found.span
  if (file !== written.file || start < written.start || end > written.end) return undefined
  const [from, to] = /^Dense\(\s*(?:units\s*=\s*)?([^,()]+)/d.exec((session.sources.get(file) ?? '').slice(start, end))?.indices?.[1] ?? []
  if (from === undefined || to === undefined) return undefined
  const help = `change \`Dense(${String(found.statics['units'])})\` to \`Dense(${size})\``
  return { help, edits: [{ span: { file, start: start + from, end: start + to }, text: size }] }
}

/** Maps: their number is a convolution's to give, their size that of what it reads. */
function mapAdvice(found: TensorType['shape'], [channels, height, width]: TensorType['shape'], written: Span): Advice {
  if (found.length !== 3) return {}
  const sized = (height === anySize || found[1] === height) && (width === anySize || found[2] === width)
  const advised = ending(`Conv(${String(channels)}, 1)`, written, sized ? 'end' : `bring the maps to ${String(height)} × ${String(width)}, and end`)
  // The size is not this edit's to mend.
  return sized || advised.help === undefined ? advised : { help: advised.help }
}

/** A prediction for each piece of a text. */
const sequenceAdvice = (found: TensorType['shape'], [length, classes]: TensorType['shape'], written: Span): Advice =>
  found.length === 2 && found[0] === length ? ending(`Dense(${String(classes)})`, written) : {}

/** An extern applied: its result's shape, its settings, its weights. */
import type { Span } from '../diagnostics/diagnostic.js'
import * as types from '../diagnostics/types.js'
import type { BlockDeclaration, TypeExpression } from '../syntax/ast.js'
import { constant, formatDimension, type Dimension } from '../types/dimension.js'
import { formatType, type TensorType } from '../types/tensor.js'
import { hasRest, stating, unknownShape } from './compare.js'
import { counts, externSpec } from './externs.js'
import { asTensor } from './operators.js'
import { listed, nearest, type Session } from './session.js'
import { frontAxis, noAxis, type Part, type RuleInput, type ShapeRule } from './shape-rules/rule.js'
import type { Signature } from './signature.js'
import { isTensorType } from './static-types.js'
import type { StaticValue, TypedExpression } from './typed.js'
import { describe, dimensionOf, failed, tensor, toStatic, type TensorValue, type Value } from './values.js'

export interface Application {
  readonly session: Session
  readonly declaration: BlockDeclaration
  /** Every parameter's value, tensors too. */
  readonly values: ReadonlyMap<string, Value>
  readonly signature: Signature
  readonly rule: ShapeRule | undefined
  readonly path: string
  readonly span: Span
}

type Made = Omit<Part, 'dtype'> & Partial<TensorType>

export function applyExtern(application: Application): Value {
  const { session, declaration, signature, rule, path, span } = application
  const name = declaration.name.text
  const collected = collect(application)
  if (collected === undefined || !sensible(application, collected.statics)) return failed
  const { inputs, list, statics } = collected
  const small = inputs.find((input) => input.type.shape.some((size) => Number(size) < 1))
  if (small !== undefined) {
    session.report(types.badApplication({ block: name, reason: `is applied to ${formatType(small.type)}, which holds nothing` }, { span }))
    return failed
  }
  claim(application, statics)

  // What only moves values gives what it takes.
  const moved = rule?.takesCodes === true ? { dtype: inputs[0]?.type.dtype, vocabulary: collected.vocabulary } : {}
  const make = ({ extern = name, dtype = moved.dtype ?? 'f32', shape, statics: own, vocabulary = moved.vocabulary }: Made): Value => {
    const type: TensorType = { dtype, shape }
    const made = tensor({ kind: 'apply', extern, statics: own, inputs, path, type, span })
    if (shape.every((size) => typeof size === 'string' || size >= 1)) return vocabulary === undefined ? made : { ...made, vocabulary }
    const help = 'scale' in own ? { help: 'make `scale` larger' } : {}
    session.report(types.dimensionTooSmall({ block: name, found: formatType(type) }, { span, ...help }))
    return failed
  }
  if (rule === undefined) {
    if (declaration.result?.kind !== 'named') {
      session.report(types.externOutsideCore({ name }, { span }))
      return failed
    }
    const shape = signature.shape(declaration.result, span)
    return shape === undefined ? failed : make({ shape, statics, ...(dtypeOf(declaration.result) === 'i64' ? { dtype: 'i64' } : {}) })
  }
  const [only] = inputs
  // One tensor in a list is itself: a reduction of one value along no axis.
  if (list && rule.lists === 'also' && inputs.length === 1 && only !== undefined) return tensor(only)
  const result = rule.infer({
    shapes: inputs.map((input) => input.type.shape), list, ...settingsOf(application.values), assumed: session.assumed,
    ...(collected.length === undefined ? {} : { length: collected.length }), ...(collected.vocabulary === undefined ? {} : { vocabulary: collected.vocabulary }),
  })
  switch (result.kind) {
    case 'one': return make({ ...result.part, statics: list && rule.lists === 'also' ? {} : { ...statics, ...result.part.statics } })
    case 'many': {
      const items = result.parts.map(make)
      return items.some((item) => item.kind === 'error') ? failed : { kind: 'list', items }
    }
    case 'series': return { kind: 'series', element: make(result.part), length: result.length }
    case 'open': return make({ shape: unknownShape(), statics })
    case 'wrong': {
      const stated = result.verdict === undefined ? {} : stating(session.generic, result.verdict)
      session.report(types.badApplication({ block: name, reason: result.reason }, { span, ...stated }))
      return failed
    }
  }
}

/** Settings by name, as a shape rule asks for them. */
function settingsOf(values: ReadonlyMap<string, Value>): Pick<RuleInput, 'int' | 'number' | 'text' | 'ints'> {
  return {
    int: (name) => dimensionOf(values.get(name)),
    number(name) {
      const value = values.get(name)
      return value?.kind === 'number' ? value.value : undefined
    },
    text(name) {
      const value = values.get(name)
      return value?.kind === 'string' ? value.value : undefined
    },
    ints(name) {
      const value = values.get(name)
      const items = value?.kind === 'list' ? value.items.map(dimensionOf) : undefined
      return items?.every((item) => item !== undefined) === true ? items : undefined
    },
  }
}

interface Collected {
  readonly inputs: readonly TypedExpression[]
  readonly list: boolean
  /** Of a list that is known only where the block around is applied. */
  readonly length?: Dimension
  /** One more than the highest of the codes among the tensors, where that is known. */
  readonly vocabulary?: number
  readonly statics: Readonly<Record<string, StaticValue>>
}

/** Tensors in order, lists laid flat, and settings. */
function collect({ session, declaration, values, rule, span }: Application): Collected | undefined {
  const inputs: TypedExpression[] = []
  const statics: Record<string, StaticValue> = {}
  let list = false
  let length: Dimension | undefined
  for (const { name, type } of [...(declaration.statics ?? []), ...declaration.inputs]) {
    const value = values.get(name.text)
    if (value === undefined) return undefined
    if (!isTensorType(type)) {
      const plain = toStatic(value)
      if (plain !== undefined) statics[name.text] = plain
      continue
    }
    const isList = (value.kind === 'list' || value.kind === 'series') && rule !== undefined && rule.lists !== 'never'
    const items = isList ? (value.kind === 'list' ? value.items : [value.element]) : rule?.lists === 'always' && !isOpen(value) ? [] : [value]
    if (isList && value.kind === 'series') length = value.length
    const dtype = dtypeOf(type)
    const odd = (each: TypedExpression | undefined): boolean => each?.type.dtype !== dtype && !(rule?.takesCodes === true && each?.type.dtype === 'i64')
    const tensors = items.flatMap((item) => asTensor(item, span) ?? [])
    if (tensors.length !== items.length || (rule !== undefined && tensors.some(odd)) || (rule?.lists === 'always' && !isList && !isOpen(value))) {
      const needed = rule?.lists === 'always' ? 'a list of tensors, such as `[a, b]`' : session.text(type.span)
      const place = isList ? items.findIndex((item) => odd(asTensor(item, span))) : -1
      const item = items[place]
      const found = item === undefined ? describe(value) : `a list whose item ${place} is ${describe(item)}`
      const codes = item?.kind === 'tensor' ? item.vocabulary : undefined
      const help = codes === undefined ? {} : { help: `look the codes up in a table of vectors first: \`|> Embedding(${codes}, 8)\`` }
      session.report(types.argumentShape({ block: declaration.name.text, parameter: name.text, needed, found }, { span, ...help }))
      return undefined
    }
    inputs.push(...tensors)
    list ||= isList
  }
  const vocabulary = codesOf(values)?.vocabulary
  return { inputs, list, ...(vocabulary === undefined ? {} : { vocabulary }), statics: countFromFront(inputs, statics, rule), ...(length === undefined ? {} : { length }) }
}

/** The one of the tensors that is codes of which the vocabulary is known. */
const codesOf = (values: ReadonlyMap<string, Value>): TensorValue | undefined =>
  [...values.values()].find((value): value is TensorValue => value.kind === 'tensor' && value.vocabulary !== undefined)

/** The element type that a declaration asks for. */
const dtypeOf = (type: TypeExpression): string => (type.kind === 'list' ? dtypeOf(type.element) : type.kind === 'named' ? type.name.text : 'f32')

const isOpen = (value: Value): boolean => value.kind === 'open' && value.type === 'any'

/** Axes of element-wise functions are counted from the front, as shape rules count theirs. */
function countFromFront(inputs: readonly TypedExpression[], statics: Readonly<Record<string, StaticValue>>, rule: ShapeRule | undefined): Collected['statics'] {
  if (rule !== undefined || !('axis' in statics)) return statics
  const axis = frontAxis(axisOf(statics), inputs[0]?.type.shape.length ?? 0)
  return axis === undefined ? statics : { ...statics, axis }
}

const axisOf = (statics: Collected['statics']): Dimension => constant(Number(statics['axis']))

/** Counts are at least 1, words are known, axes exist. */
function sensible({ session, declaration, values, rule, span }: Application, statics: Collected['statics']): boolean {
  const name = declaration.name.text
  let sound = true
  const complain = (finding: ReturnType<typeof types.outOfRange>): void => {
    sound = false
    session.report(finding)
  }
  for (const [key, value] of Object.entries(statics)) {
    if (counts.has(key) && typeof value === 'number' && value < 1) {
      complain(types.outOfRange({ what: `\`${key}\` of \`${name}\``, needed: 'at least 1', found: String(value) }, { span }))
    }
    const words = externSpec(name).words?.[key]
    if (words !== undefined && typeof value === 'string' && !words.includes(value)) {
      const { suggestion } = nearest(value, words)
      const help = suggestion === undefined ? {} : { help: `did you mean "${suggestion}"?` }
      complain(types.outOfRange({ what: `\`${key}\` of \`${name}\``, needed: `one of ${listed(words)}`, found: JSON.stringify(value) }, { span, ...help }))
    }
  }
  const codes = codesOf(values)
  const vocabulary = codes?.vocabulary ?? 0
  for (const key of ['vocab', 'depth']) {
    const size = statics[key]
    if (typeof size !== 'number' || size >= vocabulary) continue
    const read = codes?.expression.kind === 'input'
    const needed = `at least ${vocabulary}, ${read ? 'a code for each category and one for values not seen' : `for codes from 0 to ${vocabulary - 1}`}`
    complain(types.outOfRange({ what: `\`${key}\` of \`${name}\``, needed, found: String(size) }, { span, ...(read ? { help: 'write the input\'s own `.vocab`' } : {}) }))
  }
  const x = [...values.values()].find((value) => value.kind === 'tensor')
  if (rule === undefined && 'axis' in statics && x?.kind === 'tensor') {
    const { shape } = x.expression.type
    const result = frontAxis(axisOf(statics), shape.length) === undefined && !hasRest(shape) ? noAxis(axisOf(statics), shape) : undefined
    if (result?.kind === 'wrong') complain(types.badApplication({ block: name, reason: result.reason }, { span }))
  }
  return sound
}

/** Two applications of one block share weights: these must be the same. */
function claim({ session, declaration, signature, path, span }: Application, statics: Collected['statics']): void {
  const name = declaration.name.text
  const { weights, sizes = [] } = externSpec(name)
  // Formulas are not held against each other: sizes are, where the block is applied.
  if (weights === undefined || session.generic !== undefined) return
  const shown = [
    ...weights.map((dimension) => `${dimension} = ${formatDimension(signature.solved.get(dimension)?.value ?? [])}`),
    ...sizes.map((key) => `${key} = ${String(statics[key])}`),
  ]
  session.claimWeights(path, { description: `${name}(${shown.join(', ')})`, span })
}

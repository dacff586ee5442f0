/** An extern applied: its result's shape, its settings, its weights. */
import type { Span } from '../diagnostics/diagnostic.js'
import { notImplemented } from '../diagnostics/tasks.js'
import * as types from '../diagnostics/types.js'
import type { BlockDeclaration } from '../syntax/ast.js'
import { formatType } from '../types/tensor.js'
import { counts, externSpec } from './externs.js'
import { asTensor } from './operators.js'
import { listed, nearest, type Session } from './session.js'
import { axisIn, noAxis, type Part, type ShapeRule } from './shape-rules/rule.js'
import type { Signature } from './signature.js'
import { isTensorType } from './static-types.js'
import type { StaticValue, TypedExpression } from './typed.js'
import { describe, failed, tensor, toStatic, type Value } from './values.js'

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
  if (!externSpec(name).implemented) session.report(notImplemented({ what: `the block \`${name}\`` }, { span }))
  claim(application, statics)

  const make = ({ extern = name, shape, statics: own }: Part): Value => {
    const type = { dtype: 'f32' as const, shape }
    if (shape.every((size) => size >= 1)) return tensor({ kind: 'apply', extern, statics: own, inputs, path, type, span })
    session.report(types.dimensionTooSmall({ block: name, found: formatType(type) }, { span }))
    return failed
  }
  if (rule === undefined) {
    if (declaration.result?.kind !== 'named') {
      session.report(types.externOutsideCore({ name }, { span }))
      return failed
    }
    const shape = signature.shape(declaration.result, span)
    return shape === undefined ? failed : make({ shape, statics })
  }
  const [only] = inputs
  // One tensor in a list is itself: a reduction of one value along no axis.
  if (list && rule.lists === 'also' && inputs.length === 1 && only !== undefined) return tensor(only)
  const result = rule.infer({ shapes: inputs.map((input) => input.type.shape.map(Number)), list, statics })
  if (result.kind === 'one') {
    const settled = list && rule.lists === 'also' ? {} : { ...statics, ...result.part.statics }
    return make({ ...result.part, statics: settled })
  }
  if (result.kind === 'many') {
    const items = result.parts.map(make)
    return items.some((item) => item.kind === 'error') ? failed : { kind: 'list', items }
  }
  session.report(types.badApplication({ block: name, reason: result.reason }, { span }))
  return failed
}

interface Collected {
  readonly inputs: readonly TypedExpression[]
  readonly list: boolean
  readonly statics: Readonly<Record<string, StaticValue>>
}

/** Tensors in order, lists laid flat, and settings. */
function collect({ session, declaration, values, rule, span }: Application): Collected | undefined {
  const inputs: TypedExpression[] = []
  const statics: Record<string, StaticValue> = {}
  let list = false
  for (const { name, type } of [...(declaration.statics ?? []), ...declaration.inputs]) {
    const value = values.get(name.text)
    if (value === undefined) return undefined
    if (!isTensorType(type)) {
      const plain = toStatic(value)
      if (plain !== undefined) statics[name.text] = plain
      continue
    }
    const isList = value.kind === 'list' && rule !== undefined && rule.lists !== 'never'
    const items = isList ? value.items : rule?.lists === 'always' ? [] : [value]
    const tensors = items.flatMap((item) => asTensor(item, span) ?? [])
    if (tensors.length !== items.length || tensors.some((each) => rule !== undefined && each.type.dtype !== 'f32') || (rule?.lists === 'always' && !isList)) {
      const needed = rule?.lists === 'always' ? 'a list of tensors, such as `[a, b]`' : session.text(type.span)
      session.report(types.argumentShape({ block: declaration.name.text, parameter: name.text, needed, found: describe(value) }, { span }))
      return undefined
    }
    inputs.push(...tensors)
    list ||= isList
  }
  return { inputs, list, statics: frontAxis(inputs, statics, rule) }
}

/** Axes of element-wise functions are counted from the front, as shape rules count theirs. */
function frontAxis(inputs: readonly TypedExpression[], statics: Readonly<Record<string, StaticValue>>, rule: ShapeRule | undefined): Collected['statics'] {
  if (rule !== undefined || !('axis' in statics)) return statics
  const axis = axisIn(statics, inputs[0]?.type.shape.length ?? 0)
  return axis === undefined ? statics : { ...statics, axis }
}

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
  const x = [...values.values()].find((value) => value.kind === 'tensor')
  const codes = x?.kind === 'tensor' ? x.vocabulary : undefined
  const { vocab } = statics
  if (codes !== undefined && typeof vocab === 'number' && vocab < codes) {
    const needed = `at least ${codes}, a code for each category and one for values not seen`
    complain(types.outOfRange({ what: `\`vocab\` of \`${name}\``, needed, found: String(vocab) }, { span, help: 'write the input\'s own `.vocab`' }))
  }
  if (rule === undefined && 'axis' in statics && x?.kind === 'tensor') {
    const shape = x.expression.type.shape.map(Number)
    const result = axisIn(statics, shape.length) === undefined ? noAxis(statics, shape) : undefined
    if (result?.kind === 'wrong') complain(types.badApplication({ block: name, reason: result.reason }, { span }))
  }
  return sound
}

/** Two applications of one block share weights: these must be the same. */
function claim({ session, declaration, signature, path, span }: Application, statics: Collected['statics']): void {
  const name = declaration.name.text
  const { weights, sizes = [] } = externSpec(name)
  if (weights === undefined) return
  const shown = [
    ...weights.map((dimension) => `${dimension} = ${signature.solved.get(dimension)?.value ?? 0}`),
    ...sizes.map((key) => `${key} = ${String(statics[key])}`),
  ]
  session.claimWeights(path, { description: `${name}(${shown.join(', ')})`, span })
}
